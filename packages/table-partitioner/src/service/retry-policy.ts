/** How often and how late a request is repeated that failed for the time being. */
export interface RetryPolicy {
  /** Repeats of one request, at most. */
  readonly maxRetries: number;
  /** Longest wait before the first repeat, in milliseconds; it doubles with every repeat. */
  readonly baseDelayMs: number;
  /** Longest wait before any repeat, in milliseconds, unless the service itself asks for more. */
  readonly maxDelayMs: number;
}

/**
 * How long to wait before a repeat, in milliseconds: half of the doubled delay for certain, half by chance, so that
 * partitions slowed down together do not come back together. Never less than the service asked for.
 *
 * @param retry  Which repeat it is, from `1`.
 * @param random  A number in [0, 1).
 */
export function retryDelayMs(policy: RetryPolicy, retry: number, random: number, retryAfterMs: number = 0): number {
  const longestMs = Math.min(policy.baseDelayMs * 2 ** (retry - 1), policy.maxDelayMs);
  return Math.max(longestMs / 2 + (longestMs / 2) * random, retryAfterMs);
}
