import { describeFailure } from '../errors/describe-failure.ts';
import { DurableError } from '../errors/durable-error.ts';
import type { JsonText } from '../history/json-text.ts';
import { type HttpRequest, httpActivityName } from '../tasks/http-request.ts';
import type { ActivityOutcome } from './run-activity.ts';

/** What sends the requests of a host. */
export interface HttpCallFacts {
  /** Sends one request. (default: the global `fetch`) */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/**
 * Sends the request of a `call-http` decision for a host, and turns the answer into data to record.
 *
 * Every status is an answer, redirects are followed by `fetch`, and a request that gets none is a failure to record. A request that
 * wants a token of a managed identity fails with `not-supported`: outside of Azure there is none.
 *
 * @param input  The input of the decision.
 */
export async function runHttpCall(
  input: JsonText,
  { fetch = globalThis.fetch, signal }: HttpCallFacts,
): Promise<ActivityOutcome> {
  try {
    const { method, uri, content, headers = {}, tokenSource, timeoutMs } = JSON.parse(input) as HttpRequest;
    if (tokenSource !== undefined) {
      throw Object.assign(new DurableError('not-supported', `This host has no token for '${tokenSource.resource}'.`), {
        isNonRetriable: true,
      });
    }
    const signals = timeoutMs === undefined ? [signal] : [signal, AbortSignal.timeout(timeoutMs)];
    const response = await fetch(uri, {
      method,
      headers: pairsOf(headers),
      ...(content !== undefined && { body: content }),
      signal: AbortSignal.any(signals),
    });
    const recorded = {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      content: await response.text(),
    };
    return { kind: 'completed', result: JSON.stringify(recorded) };
  } catch (error) {
    const failureDetails = describeFailure(error);
    const reason = `Activity function '${httpActivityName}' failed: ${failureDetails.errorMessage}`;
    return { kind: 'failed', failure: { reason, failureDetails } };
  }
}

function pairsOf(headers: NonNullable<HttpRequest['headers']>): [string, string][] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, String(value)]),
  );
}
