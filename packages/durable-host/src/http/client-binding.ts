import { connection, type ManagementUrls, managementUrls } from './management-urls.ts';
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
  readonly rpcBaseUrl: string;
}

/** Writes the binding of a host that is reached at `origin`; the URLs are those of one instance. */
export function clientBinding(origin: string, taskHub: string, instanceId: string): ClientBinding {
  const baseUrl = `${origin}${webhookPath}`;
  const start = `${baseUrl}/orchestrators/{functionName}[/{instanceId}]`;
  return {
    taskHubName: taskHub,
    creationUrls: {
      createNewInstancePostUri: start,
      createAndWaitOnNewInstancePostUri: `${start}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}`,
    },
    managementUrls: managementUrls(origin, taskHub, instanceId),
    baseUrl,
    httpBaseUrl: baseUrl,
    // durable-functions 3.5 takes an empty text for an extension without entities.
    requiredQueryStringParameters: `connection=${connection}`,
    rpcBaseUrl: `${origin}/durabletask/`,
  };
}
