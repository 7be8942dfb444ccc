import * as z from 'zod/mini';
import { DurableError } from '../errors/durable-error.ts';
import type { AzureInvocationContext } from './azure-functions-api.ts';

/** The URL templates for starting instances, in a {@link ClientBinding}. */
export interface ClientCreationUrls {
  /** `…/orchestrators/{functionName}[/{instanceId}]` */
  readonly createNewInstancePostUri: string;
}

/** The URLs for one instance, in a {@link ClientBinding}. */
export interface ClientManagementUrls {
  /** The stand-in for the instance's id: `INSTANCEID`. */
  readonly id: string;
  /** `…/instances/INSTANCEID` */
  readonly statusQueryGetUri: string;
  /** `…/instances/INSTANCEID/raiseEvent/{eventName}` */
  readonly sendEventPostUri: string;
  /** `…/instances/INSTANCEID/terminate?reason={text}` */
  readonly terminatePostUri: string;
  /** `…/instances/INSTANCEID` */
  readonly purgeHistoryDeleteUri: string;
}

/**
 * What the Functions host puts into a `durableClient` input: `new DurableClient(binding)` of `@perdura/durable-client` takes it.
 *
 * Members that are not listed are there as the host wrote them.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-bindings
 */
export interface ClientBinding {
  /** Name of the task hub. */
  readonly taskHubName?: string | undefined;
  /** URL templates for starting instances, with the key in their query. */
  readonly creationUrls?: ClientCreationUrls | undefined;
  /** URLs for one instance; the id in them is a stand-in to be replaced. */
  readonly managementUrls?: ClientManagementUrls | undefined;
  /** Base of the HTTP API. */
  readonly baseUrl?: string | undefined;
  /** Base of the HTTP API, under the name newer hosts use. */
  readonly httpBaseUrl?: string | undefined;
  /** Base of the host's local endpoint: `http://127.0.0.1:17071/durabletask/`. */
  readonly rpcBaseUrl?: string | undefined;
  /** Query pairs every request to `baseUrl` needs: `code=…`. */
  readonly requiredQueryStringParameters?: string | undefined;
}

const text = z.optional(z.string());

const bindingSchema: z.ZodMiniType<ClientBinding> = z.looseObject({
  taskHubName: text,
  creationUrls: z.optional(z.looseObject({ createNewInstancePostUri: z.string() })),
  managementUrls: z.optional(
    z.looseObject({
      id: z.string(),
      statusQueryGetUri: z.string(),
      sendEventPostUri: z.string(),
      terminatePostUri: z.string(),
      purgeHistoryDeleteUri: z.string(),
    }),
  ),
  baseUrl: text,
  httpBaseUrl: text,
  rpcBaseUrl: text,
  requiredQueryStringParameters: text,
});

/** The type of the input today, and in apps of the first version. */
const clientInput = /^(?:durable|orchestration)Client$/i;

/**
 * Reads what the host put into a function's client input, whichever library made that input.
 *
 * @param context  The function's invocation context.
 * @throws {TypeError} when the function has no client input.
 * @throws {DurableError} `malformed-payload` when what the host put there is no client binding.
 */
export function readClientBinding(
  context: Pick<AzureInvocationContext, 'functionName' | 'extraInputs' | 'options'>,
): ClientBinding {
  const input = context.options.extraInputs.find(({ type }) => clientInput.test(type));
  if (input === undefined) {
    throw new TypeError(
      `Function '${context.functionName}' has no durable client input: register it with extraInputs: [clientInput].`,
    );
  }
  const checked = bindingSchema.safeParse(context.extraInputs.get(input.name));
  if (!checked.success) {
    throw new DurableError(
      'malformed-payload',
      `The durable client input of function '${context.functionName}' cannot be read:\n${z.prettifyError(checked.error)}`,
    );
  }
  return checked.data;
}
