import ky, { isNetworkError, type KyInstance } from 'ky';
import { DurableClientError } from '../durable-client-error.ts';
import type { ApiRequest, ApiResponse } from '../operations/api-request.ts';
import { pauseBeforeRepeating } from '../operations/pause-before-repeating.ts';
import type { RequestPurpose } from '../operations/read-failure.ts';
import type { Clock } from './clock.ts';
import { pause } from './pause.ts';
import { startLimit } from './request-limit.ts';

/** Answers one HTTP request. The global `fetch` is one; so is the `fetch` of an embedded hub. */
export type FetchFunction = (request: Request) => Promise<Response>;

/** What ends a request before its answer does. */
interface SendLimits {
  /** Ends it with the signal's reason. */
  readonly signal: AbortSignal | undefined;
  /** Longest time for one answer, in milliseconds; `Infinity` for no limit. */
  readonly requestTimeoutMs: number;
}

/** Sends one request and reads the whole answer, whatever its status. */
export type SendRequest = (request: ApiRequest, purpose: RequestPurpose, limits: SendLimits) => Promise<ApiResponse>;

/** What {@link kySend} needs. */
export interface KySendOptions {
  /** The `fetch` to use; `undefined` is the global one. */
  readonly fetch: FetchFunction | undefined;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Answers a number from 0 up to 1: spreads the repetitions of several clients. */
  readonly random: () => number;
}

/**
 * Speaks HTTP through ky, with its retries, its timeout and its throwing on statuses switched off. A request that got no
 * answer is repeated as {@link pauseBeforeRepeating} decides, which is for reads only.
 *
 * @returns A sender that rejects with {@link DurableClientError} `network` or `timeout`, or with the signal's reason.
 */
export function kySend({ fetch, clock, random }: KySendOptions): SendRequest {
  const http: KyInstance = ky.create({
    throwHttpErrors: false,
    timeout: false,
    retry: 0,
    // ky has made a Request of whatever it was given by the time it calls fetch.
    ...(fetch !== undefined && { fetch: (request) => fetch(request as Request) }),
  });

  async function receive({ method, url, headers, body }: ApiRequest, signal: AbortSignal): Promise<ApiResponse> {
    const response = await http(url, { method, headers, signal, ...(body !== undefined && { body }) });
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  return async (request, purpose, { signal, requestTimeoutMs }) => {
    for (let failures = 1; ; failures += 1) {
      signal?.throwIfAborted();
      const limit = startLimit(clock, requestTimeoutMs, signal);
      let cause: unknown;
      try {
        return await Promise.race([receive(request, limit.signal), limit.over]);
      } catch (error) {
        // ky's own error quotes the URL, and with it the key of the API.
        cause = isNetworkError(error) ? error.cause : error;
      } finally {
        limit.close();
      }
      signal?.throwIfAborted();
      if (limit.isTimeUp()) throw noAnswer('timeout', request, purpose, ` within ${requestTimeoutMs} ms`, cause);
      const delayMs = pauseBeforeRepeating(request, failures, random());
      if (delayMs === undefined) throw noAnswer('network', request, purpose, '', cause);
      await pause(delayMs, clock, signal);
    }
  };
}

function noAnswer(
  code: 'network' | 'timeout',
  { url }: ApiRequest,
  { action, instanceId }: RequestPurpose,
  inTime: string,
  cause: unknown,
): DurableClientError {
  const message = `Could not ${action}: no answer from ${new URL(url).origin}${inTime}.`;
  return new DurableClientError(message, { code, instanceId, cause });
}
