/** How long the parts of one exchange took, in milliseconds; `undefined` for what did not happen, or nobody has measured. */
export interface NetworkTimings {
  /** Until a connection was there for it: waiting for one, or making one. */
  connectionWaitMs?: number | undefined;
  /** Whether the connection had served a request before; of one that had, nothing is told about how it was made. */
  isConnectionReused?: boolean | undefined;
  /** Looking up the host's address. */
  dnsMs?: number | undefined;
  /** Connecting to that address. */
  connectMs?: number | undefined;
  /** Agreeing on encryption. */
  tlsMs?: number | undefined;
  /** From the request to the head of the answer. */
  firstByteMs?: number | undefined;
  /** From the head of the answer to its end. */
  bodyMs?: number | undefined;
}
