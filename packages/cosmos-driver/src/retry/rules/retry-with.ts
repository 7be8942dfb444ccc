import { defaults } from '../../options/defaults.ts';
import { exponentialDelay } from '../backoff.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { countRetry } from '../retry-state.ts';
import { fail, retryAfter } from '../verdicts.ts';

/** 449: a concurrent write got in between. The same region again, soon, for up to 30 seconds; no failover is spent on it. */
export function retryWith(attempt: Attempt): Verdict | undefined {
  const { outcome, retry, random } = attempt;
  if (outcome.kind !== 'response' || outcome.status.code !== 449) return undefined;
  const { firstDelayMs, jitterMs, maxDelayMs, maxWaitMs } = defaults.retryWith;
  const delayMs = Math.min(
    exponentialDelay(firstDelayMs, maxDelayMs, retry.retryWith.count) + random * jitterMs,
    maxDelayMs,
  );
  if (retry.retryWith.waitedMs + delayMs > maxWaitMs) return fail(attempt);
  return retryAfter(attempt, delayMs, { context: 'retry', retryWith: countRetry(retry.retryWith, delayMs) });
}
