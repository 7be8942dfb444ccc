import type { HttpVersion } from '../diagnostics/attempt-record.ts';
import type { NetworkTimings } from '../diagnostics/network-timings.ts';
import type { RequestSent } from '../response/attempt-outcome.ts';

/** How requests reach the service. Everything above it (signing, retries, regions) is the driver's; a transport sends once. */
export interface Transport {
  /**
   * Sends one request and reads the whole answer, whatever its status. Redirects are not followed.
   *
   * @returns Rejects when no answer came or not all of it. An error that carries `requestSent` says how far the request
   * got; otherwise its `code` is looked at.
   */
  send(request: TransportRequest): Promise<TransportResponse>;
  /**
   * Which version of HTTP the connections to a server speak; for diagnostics, asked after every request. (default: nobody knows)
   *
   * @param origin  Scheme, host and port.
   * @returns `undefined` while that is not known.
   */
  httpVersion?(origin: string): HttpVersion | undefined;
  /** Ends the transport's connections. Called by whoever made the transport. */
  close?(): Promise<void>;
}

/** One request, signed. */
export interface TransportRequest {
  /** HTTP method, upper case. */
  readonly method: string;
  /** The whole URL, to be sent as it is. */
  readonly url: string;
  /** Headers by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes to be sent, if any. */
  readonly body?: Uint8Array | undefined;
  /** Longest wait for the answer, in milliseconds; a transport that cannot keep it may wait longer. (default: no limit) */
  readonly timeoutMs?: number | undefined;
  /**
   * Longest answer that is taken, in bytes; `send` rejects with an error of `code` `ERR_ANSWER_TOO_LARGE` for a longer one. The
   * driver refuses it in any case, a transport that looks saves memory. (default: no limit)
   */
  readonly maxResponseBytes?: number | undefined;
  /** To be filled in while the request goes on, by a transport that can tell. (default: nobody asks) */
  readonly timings?: NetworkTimings | undefined;
  /** Stops the request; `send` then rejects. */
  readonly signal?: AbortSignal | undefined;
}

/** One answer. */
export interface TransportResponse {
  /** HTTP status. */
  readonly status: number;
  /** Headers by name in lower case; of repeated ones the values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body; empty when there is none. */
  readonly body: Uint8Array;
}

/**
 * What a transport rejects with when it knows how far the request got.
 *
 * @param cause  What went wrong, kept as the error's `cause`.
 */
export function transportFailure(
  message: string,
  requestSent: RequestSent,
  cause?: unknown,
): Error & { readonly requestSent: RequestSent } {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { requestSent });
}

/** The `code` of the error for an answer that is too long. */
const tooLargeCode = 'ERR_ANSWER_TOO_LARGE';

/** What a transport rejects with when an answer is longer than `maxResponseBytes`. */
export function answerTooLarge(maxResponseBytes: number): Error {
  const failure = transportFailure(`The answer has more than ${maxResponseBytes} bytes`, 'sent');
  return Object.assign(failure, { code: tooLargeCode });
}

/** What a transport stops a request with that was not answered in time. Named as `fetch` names it. */
export function answerTooLate(timeoutMs: number): Error {
  return Object.assign(new Error(`No answer within ${timeoutMs} ms.`), { name: 'TimeoutError' });
}

/** Whether a transport rejected because the answer is too long. */
export function isAnswerTooLarge(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === tooLargeCode;
}

/** Whether a value is a transport: whatever has a method `send`. */
export function isTransport(value: unknown): value is Transport {
  return typeof (value as Transport | null)?.send === 'function';
}
