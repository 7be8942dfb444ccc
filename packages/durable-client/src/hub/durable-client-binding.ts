import * as z from 'zod/mini';

/** The URL templates for starting instances, in a {@link DurableClientBinding}. */
export interface DurableClientCreationUrls {
  /** `…/orchestrators/{functionName}[/{instanceId}]` with the key in its query. */
  readonly createNewInstancePostUri: string;
}

/** The URLs for one instance, in a {@link DurableClientBinding}; the id in them is a stand-in to be replaced. */
export interface DurableClientManagementUrls {
  /** The stand-in: `INSTANCEID`. */
  readonly id: string;
  /** `…/instances/INSTANCEID?…` */
  readonly statusQueryGetUri: string;
  /** `…/instances/INSTANCEID/raiseEvent/{eventName}?…` */
  readonly sendEventPostUri: string;
  /** `…/instances/INSTANCEID/terminate?reason={text}&…` */
  readonly terminatePostUri: string;
  /** `…/instances/INSTANCEID?…` */
  readonly purgeHistoryDeleteUri: string;
  /** `…/instances/INSTANCEID/rewind?reason={text}&…` */
  readonly rewindPostUri?: string | undefined;
  /** `…/instances/INSTANCEID/restart?…` */
  readonly restartPostUri?: string | undefined;
  /** `…/instances/INSTANCEID/suspend?reason={text}&…` */
  readonly suspendPostUri?: string | undefined;
  /** `…/instances/INSTANCEID/resume?reason={text}&…` */
  readonly resumePostUri?: string | undefined;
}

/**
 * What the Functions host puts into a `durableClient` input binding.
 *
 * Members that are not listed are ignored. Which URLs are used: `rpcBaseUrl` when the HTTP URLs are there beside it
 * (a local endpoint without a key), else the creation and management URLs, else `httpBaseUrl` or `baseUrl`. A binding of
 * a host that speaks gRPC has an `rpcBaseUrl` alone with `httpBaseUrl`; that one is never taken for HTTP.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api
 */
export interface DurableClientBinding {
  /** Name of the task hub. */
  readonly taskHubName?: string | undefined;
  /** Name of the setting with the hub's storage connection. */
  readonly connectionName?: string | undefined;
  /** URL templates for starting instances. */
  readonly creationUrls?: DurableClientCreationUrls | undefined;
  /** URLs for one instance. */
  readonly managementUrls?: DurableClientManagementUrls | undefined;
  /** Base of the HTTP API. */
  readonly baseUrl?: string | undefined;
  /** Base of the HTTP API, under the name newer hosts use. */
  readonly httpBaseUrl?: string | undefined;
  /** Base of the host's local endpoint: `http://127.0.0.1:17071/durabletask/`. */
  readonly rpcBaseUrl?: string | undefined;
  /** Query pairs every request to `baseUrl` needs: `code=…`. */
  readonly requiredQueryStringParameters?: string | undefined;
}

const url = z.url({ protocol: /^https?$/ });
/** Templates have places in braces, which the URL parser of some runtimes refuses: only the beginning is looked at. */
const template = z.string().check(z.regex(/^https?:\/\/[^/]/));

/** Checks a binding; unknown members pass, since every release of the host adds some. */
export const durableClientBindingSchema: z.ZodMiniType<DurableClientBinding> = z.object({
  taskHubName: z.optional(z.string()),
  connectionName: z.optional(z.string()),
  creationUrls: z.optional(z.object({ createNewInstancePostUri: template })),
  managementUrls: z.optional(
    z.object({
      id: z.string().check(z.minLength(1)),
      statusQueryGetUri: template,
      sendEventPostUri: template,
      terminatePostUri: template,
      purgeHistoryDeleteUri: template,
      rewindPostUri: z.optional(template),
      restartPostUri: z.optional(template),
      suspendPostUri: z.optional(template),
      resumePostUri: z.optional(template),
    }),
  ),
  baseUrl: z.optional(url),
  httpBaseUrl: z.optional(url),
  rpcBaseUrl: z.optional(url),
  requiredQueryStringParameters: z.optional(z.string()),
});
