import type { Attempt, Verdict } from '../decision.ts';
import { failOver } from '../fail-over.ts';
import { partitionFailed } from '../partition-effects.ts';

/**
 * No answer came. If the request certainly did not leave, the endpoint is avoided for a while. If it may have left, the
 * endpoint can be reached and it is rather the item's partition that is slow, so the endpoint stays in use.
 */
export function unreachable(attempt: Attempt): Verdict | undefined {
  const { outcome, endpoint } = attempt;
  if (outcome.kind !== 'transport-failure') return undefined;
  if (outcome.requestSent !== 'not-sent') return failOver(attempt, partitionFailed(attempt));
  return failOver(attempt, [{ kind: 'mark-unavailable', url: endpoint.url, reason: 'unreachable' }]);
}
