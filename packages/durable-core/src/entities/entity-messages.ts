import * as z from 'zod/mini';
import type { TaskFailure } from '../history/failure.ts';
import type { JsonText } from '../history/json-text.ts';
import { decodeFailureDetails, wireFailureDetailsSchema } from '../history/wire-failure-details.ts';

/*
 * What orchestrations and entities send each other, as the text of EventSent and EventRaised. The Durable Task Framework's
 * names: DurableTask.Core, Entities/EventFormat.
 */

/** How an operation ended for whoever called it. */
export type EntityResponse =
  | { readonly kind: 'completed'; readonly result: JsonText | undefined }
  | { readonly kind: 'failed'; readonly failure: TaskFailure };

/** What is read of a request: the name under which its answer comes. */
const requestSchema = z.object({ id: z.optional(z.string()) });

const responseSchema = z.object({
  result: z.nullish(z.string()),
  exceptionType: z.nullish(z.string()),
  failureDetails: z.optional(z.unknown()),
});

/** The name that the answer to a request has; `undefined` for what is no request, or one without an answer. */
export function requestIdOf(message: JsonText | undefined): string | undefined {
  const request = requestSchema.safeParse(parse(message));
  return request.success ? request.data.id : undefined;
}

/** Reads an answer; `undefined` for what is none. */
export function decodeEntityResponse(message: JsonText | undefined): EntityResponse | undefined {
  const response = responseSchema.safeParse(message === undefined ? {} : parse(message));
  if (!response.success) return undefined;
  const { result, exceptionType, failureDetails } = response.data;
  const structured = failureDetails == null ? undefined : wireFailureDetailsSchema.safeParse(failureDetails);
  if (exceptionType == null && structured === undefined) {
    return { kind: 'completed', result: result == null || result === '' ? undefined : result };
  }
  if (structured?.success === true) {
    const details = decodeFailureDetails(structured.data);
    return { kind: 'failed', failure: { reason: details.errorMessage, failureDetails: details } };
  }
  const { message: errorMessage, name, stack } = describeThrown(result ?? undefined);
  return {
    kind: 'failed',
    failure: {
      reason: errorMessage,
      failureDetails: {
        errorType: name ?? (exceptionType || 'Error'),
        errorMessage,
        ...(stack !== undefined && { stackTrace: stack }),
        isNonRetriable: false,
      },
    },
  };
}

/** What is told of something thrown. */
interface Thrown {
  readonly message: string;
  readonly name?: string;
  readonly stack?: string;
}

/** What an entity threw: a text, an error written as an object, or anything else, of which the JSON text is shown. */
function describeThrown(result: JsonText | undefined): Thrown {
  const thrown = parse(result);
  if (typeof thrown === 'string' && thrown !== '') return { message: thrown };
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string') {
    // the host names its own exception; the type the entity threw is here
    const name = 'name' in thrown && typeof thrown.name === 'string' && thrown.name !== '' ? { name: thrown.name } : {};
    const stack = 'stack' in thrown && typeof thrown.stack === 'string' ? { stack: thrown.stack } : {};
    return { message: thrown.message || 'the entity threw an error without a message', ...name, ...stack };
  }
  return { message: result || 'the entity failed without saying why' };
}

/** The value of a JSON text; `undefined` for what is none. */
function parse(text: JsonText | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // not ours to judge: the caller says what was expected
    return undefined;
  }
}
