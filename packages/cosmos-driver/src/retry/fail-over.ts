import { mayRepeatAfterAmbiguity } from '../operation/operation-traits.ts';
import { defaults } from '../options/defaults.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import { isAmbiguous } from './ambiguity.ts';
import { exponentialDelay, withJitter } from './backoff.ts';
import type { Attempt, Verdict } from './decision.ts';
import { leaveEndpoint } from './retry-state.ts';
import { fail, retryAfter } from './verdicts.ts';

/**
 * The answer to a region that is unwell or unreachable: another one at once, or the same when there is no other, after a short
 * wait unless `atOnce` is set. Ends when the budget is spent, or when a write may have been applied and must not be repeated.
 *
 * @param failure  What the operation fails with when it ends so. (default: the attempt itself)
 */
export function failOver(
  attempt: Attempt,
  effects: readonly RoutingEffect[],
  { atOnce = false, failure = attempt }: { readonly atOnce?: boolean; readonly failure?: Attempt } = {},
): Verdict {
  const { operation, options, retry, endpoint, outcome } = attempt;
  if (retry.failovers >= options.maxFailoverRetryCount) return fail(failure, effects);
  if (isAmbiguous(outcome) && !mayRepeatAfterAmbiguity(operation, options.retryAmbiguousWrites)) {
    return fail(failure, effects);
  }
  const elsewhere = hasUntried(attempt);
  const delayMs = elsewhere || atOnce ? 0 : sameRegionDelay(attempt);
  return retryAfter(
    attempt,
    delayMs,
    {
      context: elsewhere ? 'region-failover' : 'retry',
      failovers: retry.failovers + 1,
      readFromWriteRegion: false,
      ...leaveEndpoint(retry, endpoint.url),
    },
    effects,
  );
}

/** Whether there is an endpoint this operation has not asked yet. */
function hasUntried({ candidates, endpoint, retry }: Attempt): boolean {
  return candidates.some(({ url }) => url !== endpoint.url && !retry.tried.includes(url));
}

function sameRegionDelay({ retry, random }: Attempt): number {
  return withJitter(exponentialDelay(defaults.sameRegionBackoffMs, Number.POSITIVE_INFINITY, retry.failovers), random);
}
