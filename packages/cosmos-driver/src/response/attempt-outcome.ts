import type { CosmosStatus } from './cosmos-status.ts';

/** How far a request got before its transport failed: certainly left, certainly not, or nobody knows. */
export type RequestSent = 'sent' | 'not-sent' | 'unknown';

/** What came of one attempt. */
export type AttemptOutcome = ResponseOutcome | TransportFailureOutcome | InterruptedOutcome | NotSignedOutcome;

/** The service answered, well or not. */
export interface ResponseOutcome {
  readonly kind: 'response';
  readonly status: CosmosStatus;
  /** Headers as they came, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came; empty when there is none. */
  readonly body: Uint8Array;
}

/** No answer came, or not all of it. */
export interface TransportFailureOutcome {
  readonly kind: 'transport-failure';
  readonly requestSent: RequestSent;
  /** Whether there is no way to the host, also for another connection: no address, nothing that listens, no trust. */
  readonly hostUnreachable: boolean;
  /** Whether an answer came that is longer than `maxPageBytes`: asking anywhere else would end alike. */
  readonly tooLarge?: true;
  /** What the transport threw. */
  readonly error: unknown;
}

/** The driver stopped: the caller aborted, the deadline passed, or the driver was closed. */
export interface InterruptedOutcome {
  readonly kind: 'interrupted';
  readonly by: 'abort' | 'deadline' | 'close';
  /** Whether a request was under way. */
  readonly inFlight: boolean;
  /** The reason of the caller's signal. */
  readonly error?: unknown;
}

/** The credential gave no signature or token; nothing was sent. */
interface NotSignedOutcome {
  readonly kind: 'not-signed';
  /** What the credential threw. */
  readonly error: unknown;
}
