import { headerNames } from '@perdura/cosmos-protocol';
import { isDataPlane } from '../../operation/operation-traits.ts';
import { defaults } from '../../options/defaults.ts';
import { isThrottled } from '../../response/cosmos-status.ts';
import { readNumber } from '../../response/response-headers.ts';
import { exponentialDelay, withJitter } from '../backoff.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { countRetry } from '../retry-state.ts';
import { fail, retryAfter } from '../verdicts.ts';

/**
 * 429: wait as long as the service asks, else exponentially, and try the same region again; another one would not help.
 *
 * Budgets are a number of repeats and a time spent waiting. When the time is spent, exactly one last attempt follows; when
 * the number is spent, none. Close to a deadline the wait is cut short, so that 100 ms are left for the attempt.
 */
export function throttled(attempt: Attempt): Verdict | undefined {
  const { operation, outcome, retry, options, random, remainingMs } = attempt;
  if (outcome.kind !== 'response' || !isThrottled(outcome.status)) return undefined;

  const budget = defaults.throttling[isDataPlane(operation) ? 'data' : 'metadata'];
  const maxRetryCount = options.throttlingRetry.maxRetryCount ?? budget.maxRetryCount;
  const maxRetryWaitMs = options.throttlingRetry.maxRetryWaitMs ?? budget.maxRetryWaitMs;
  if (retry.throttlingFinal || retry.throttling.count >= maxRetryCount) return fail(attempt);

  const { firstDelayMs, reserveMs } = defaults.throttling;
  const asked = readNumber(outcome.headers[headerNames.retryAfterMs]);
  const wanted = asked ?? withJitter(exponentialDelay(firstDelayMs, budget.maxDelayMs, retry.throttling.count), random);
  const delayMs = Math.min(wanted, budget.maxDelayMs);

  if (retry.throttling.waitedMs + delayMs > maxRetryWaitMs) {
    const lastDelayMs = remainingMs === Number.POSITIVE_INFINITY || remainingMs < reserveMs ? 0 : remainingMs / 2;
    return retryAfter(attempt, lastDelayMs, {
      context: 'retry',
      throttling: countRetry(retry.throttling, lastDelayMs),
      throttlingFinal: true,
    });
  }
  const inTimeMs = remainingMs > reserveMs ? Math.min(delayMs, remainingMs - reserveMs) : delayMs;
  return retryAfter(attempt, inTimeMs, { context: 'retry', throttling: countRetry(retry.throttling, inTimeMs) });
}
