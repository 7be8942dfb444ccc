/** How the last request for news ended. */
export type PollOutcome = 'changed' | 'same' | 'failed';

const soonestMs = 1_000;
const latestMs = 10_000;
const latestAfterFailureMs = 30_000;

/** How long to wait for the next request: less and less often while nothing happens, and while nobody answers. */
export function nextPollDelay(previousMs: number, outcome: PollOutcome): number {
  if (outcome === 'changed') return soonestMs;
  if (outcome === 'same') return Math.min(Math.max(previousMs, soonestMs) * 1.4, latestMs);
  return Math.min(Math.max(previousMs, soonestMs) * 2, latestAfterFailureMs);
}
