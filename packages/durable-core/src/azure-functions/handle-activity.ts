import type { ActivityDefinition } from '../definitions/activity.ts';
import { runActivity } from '../engine/run-activity.ts';
import { decodeJson } from '../history/decode-json.ts';
import { encodeJson } from '../history/encode-json.ts';
import type { TaskFailure } from '../history/failure.ts';
import { quoteFailure } from '../protocol/quoted-failure.ts';
import type { AzureFunctionHandler, AzureInvocationContext } from './azure-functions-api.ts';
import { invocationLogger } from './invocation-logger.ts';

/**
 * The function of an activity trigger: runs the activity on the input, which `@azure/functions` has parsed.
 *
 * What it returns goes through JSON first, so that dates, byte arrays and the like arrive as with every other host.
 */
export function handleActivity(definition: ActivityDefinition): AzureFunctionHandler {
  const { name } = definition;
  return async (input, context) => {
    const outcome = await runActivity(definition, encodeJson(`The input of activity '${name}'`, input), {
      instanceId: instanceIdOf(context),
      log: invocationLogger(context),
      // the Functions host tells nobody that it has stopped waiting
      signal: new AbortController().signal,
    });
    if (outcome.kind === 'failed') throw errorOf(outcome.failure);
    const { result } = outcome;
    return result === undefined ? undefined : returnable(decodeJson(() => `The result of activity '${name}'`, result));
  };
}

/** `@azure/functions` parses every text that happens to be JSON: the id `42` arrives as a number, a long one without its last digits. */
function instanceIdOf({ triggerMetadata }: AzureInvocationContext): string {
  const id = triggerMetadata?.instanceId;
  if (id === undefined) return '';
  return typeof id === 'string' ? id : JSON.stringify(id);
}

/** `@azure/functions` sends whole numbers as 64-bit integers; those that are too large for that travel as JSON when boxed. */
function returnable(value: unknown): unknown {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? Object(value) : value;
}

/** The error whose message becomes the failure: plain words, or all of it when there is more to say than words can. */
function errorOf({ failureDetails, reason }: TaskFailure): Error {
  if (failureDetails === undefined) return new Error(reason);
  const { errorMessage, errorType, isNonRetriable, properties, stackTrace } = failureDetails;
  const isPlain = !isNonRetriable && properties === undefined;
  const error = new Error(isPlain ? errorMessage : quoteFailure(failureDetails));
  error.name = errorType;
  if (stackTrace !== undefined) error.stack = stackTrace;
  return error;
}
