import ky, { type KyInstance } from 'ky';
import { DurableClientError } from '../durable-client-error.ts';
import type { ApiRequest, ApiResponse } from '../operations/api-request.ts';
import type { RequestPurpose } from '../operations/read-failure.ts';

/** Sends one request and reads the whole answer, whatever its status. */
export type SendRequest = (
  request: ApiRequest,
  purpose: RequestPurpose,
  signal: AbortSignal | undefined,
) => Promise<ApiResponse>;

/** Answers one HTTP request. The global `fetch` is one; so is the `fetch` of an embedded hub. */
export type FetchFunction = (request: Request) => Promise<Response>;

/** What {@link kySend} can be told. */
export interface KySendOptions {
  /** The `fetch` to use. (default: the global one) */
  readonly fetch?: FetchFunction | undefined;
  /** Pause before the n-th repetition of a read, counting from 1. (default 100 ms, doubled each time) */
  readonly retryDelayMs?: ((retry: number) => number) | undefined;
}

/** A read that got no answer is sent this many times more. */
const readRetries = 2;

/**
 * Speaks HTTP through ky, with its timeout and its throwing on statuses switched off and its retries cut down to one
 * case: a GET that got no answer at all. A POST or DELETE is never repeated; it may have been applied.
 *
 * @returns A sender that rejects with {@link DurableClientError} `network`, or with the signal's reason when aborted.
 */
export function kySend({ fetch, retryDelayMs = (retry) => 50 * 2 ** retry }: KySendOptions): SendRequest {
  const http: KyInstance = ky.create({
    throwHttpErrors: false,
    timeout: false,
    retry: { limit: readRetries, methods: ['get'], statusCodes: [], shouldRetry: () => true, delay: retryDelayMs },
    // ky has made a Request of whatever it was given by the time it calls fetch.
    ...(fetch !== undefined && { fetch: (request) => fetch(request as Request) }),
  });
  return async ({ method, url, headers, body }, purpose, signal) => {
    signal?.throwIfAborted();
    try {
      const response = await http(url, {
        method,
        headers,
        ...(body !== undefined && { body }),
        ...(signal !== undefined && { signal }),
      });
      return { status: response.status, headers: response.headers, body: await response.text() };
    } catch (error) {
      signal?.throwIfAborted();
      const origin = new URL(url).origin;
      throw new DurableClientError(`Could not ${purpose.action}: no answer from ${origin}.`, {
        code: 'network',
        instanceId: purpose.instanceId,
        cause: error,
      });
    }
  };
}
