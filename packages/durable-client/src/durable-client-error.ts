/**
 * What went wrong, as a stable word to branch on.
 *
 * - `not-found`: no such instance, or no such address (HTTP 404; 400 where the hub so answers a restart).
 * - `gone`: the instance has finished, so the request could have no effect (HTTP 410).
 * - `conflict`: an instance of that id exists and may not be replaced (HTTP 409).
 * - `precondition-failed`: the instance is not in a state that allows the request (HTTP 412).
 * - `not-implemented`: the hub's storage does not support the request (HTTP 501).
 * - `timeout`: the instance did not finish in the time given to `waitForCompletion`, or the hub did not answer within
 *   `requestTimeoutMs`; then a write may or may not have been applied.
 * - `http`: any other status the operation does not expect; see {@link DurableClientError.status}.
 * - `invalid-response`: the status was right, the body was not what the HTTP API documents.
 * - `network`: no answer at all; `cause` says why. A write may or may not have been applied.
 */
export type DurableClientErrorCode =
  | 'not-found'
  | 'gone'
  | 'conflict'
  | 'precondition-failed'
  | 'not-implemented'
  | 'timeout'
  | 'http'
  | 'invalid-response'
  | 'network';

/** What a {@link DurableClientError} is made of, beside its message. */
export interface DurableClientErrorDetails {
  /** The stable word to branch on. */
  readonly code: DurableClientErrorCode;
  /** HTTP status of the answer; absent when there was none. */
  readonly status?: number | undefined;
  /** The instance the request was about; absent when it was about several, or had no id yet. */
  readonly instanceId?: string | undefined;
  /** What the hub said, taken out of its error body; absent when it said nothing. */
  readonly detail?: string | undefined;
  /** The error underneath, where there is one. */
  readonly cause?: unknown;
}

/** By it {@link isDurableClientError} recognises errors of another installed copy of this package. */
const marker: unique symbol = Symbol.for('@perdura/durable-client.DurableClientError');

/** The one error this package throws for what happens on the wire. Misuse of the API is a `TypeError` instead. */
export class DurableClientError extends Error {
  override readonly name: string = 'DurableClientError';
  /** The stable word to branch on. */
  readonly code: DurableClientErrorCode;
  /** HTTP status of the answer; `undefined` when there was none. */
  readonly status: number | undefined;
  /** The instance the request was about; `undefined` when it was about several, or had no id yet. */
  readonly instanceId: string | undefined;
  /** What the hub said, taken out of its error body; `undefined` when it said nothing. */
  readonly detail: string | undefined;

  constructor(message: string, details: DurableClientErrorDetails) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = details.code;
    this.status = details.status;
    this.instanceId = details.instanceId;
    this.detail = details.detail;
    Object.defineProperty(this, marker, { value: true });
  }
}

/** Tells whether `value` is a {@link DurableClientError}, also one of another installed copy of this package. */
export function isDurableClientError(value: unknown): value is DurableClientError {
  return typeof value === 'object' && value !== null && marker in value;
}
