import { codeParameter, connection, type ManagementUrls, managementUrls } from './management-urls.ts';
import { webhookPath } from './route.ts';

/** What a `durableClient` input binding of Azure Functions holds; clients are made from it. */
export interface ClientBinding {
  readonly taskHubName: string;
  readonly creationUrls: {
    readonly createNewInstancePostUri: string;
    readonly createAndWaitOnNewInstancePostUri: string;
  };
  readonly managementUrls: ManagementUrls;
  readonly baseUrl: string;
  readonly httpBaseUrl: string;
  readonly requiredQueryStringParameters: string;
  /** The local endpoint; absent when requests need a key, which clients do not send there. */
  readonly rpcBaseUrl?: string;
}

/** Writes the binding of a host that is reached at `origin`; the URLs are those of one instance, and carry the key if there is one. */
export function clientBinding(origin: string, taskHub: string, instanceId: string, code?: string): ClientBinding {
  const baseUrl = `${origin}${webhookPath}`;
  const key = code === undefined ? '' : codeParameter(code);
  const start = `${baseUrl}/orchestrators/{functionName}[/{instanceId}]`;
  return {
    taskHubName: taskHub,
    creationUrls: {
      createNewInstancePostUri: key === '' ? start : `${start}?${key}`,
      createAndWaitOnNewInstancePostUri: `${start}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}${key && `&${key}`}`,
    },
    managementUrls: managementUrls(origin, taskHub, instanceId, code),
    baseUrl,
    httpBaseUrl: baseUrl,
    // durable-functions 3.5 takes an empty text for an extension without entities.
    requiredQueryStringParameters: `connection=${connection}${key && `&${key}`}`,
    ...(code === undefined && { rpcBaseUrl: `${origin}/durabletask/` }),
  };
}
