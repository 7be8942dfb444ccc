/** Pause after the first failure. */
const firstDelayMs = 1_000;

/** The longest pause: a worker that is back is noticed within this time. */
const longestDelayMs = 30_000;

/**
 * How long to wait before something that failed is tried again: 1, 2, 4 … seconds, at most half a minute.
 *
 * @param failures  How often it has failed so far, from 1.
 */
export function retryDelayMs(failures: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
}
