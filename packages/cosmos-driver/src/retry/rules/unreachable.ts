import type { Attempt, Verdict } from '../decision.ts';
import { failOver } from '../fail-over.ts';
import { partitionFailed } from '../partition-effects.ts';
import { fail, retryAfter } from '../verdicts.ts';

/**
 * No answer came. If the request certainly did not leave, another connection is tried once, unless there is no way to the host;
 * then the endpoint is avoided for a while. If it may have left, the endpoint can be reached and it is rather the item's
 * partition that is slow, so the endpoint stays in use. An answer that is too long would be so everywhere.
 */
export function unreachable(attempt: Attempt): Verdict | undefined {
  const { outcome, endpoint, retry } = attempt;
  if (outcome.kind !== 'transport-failure') return undefined;
  if (outcome.tooLarge === true) return fail(attempt);
  if (outcome.requestSent !== 'not-sent') return failOver(attempt, partitionFailed(attempt));
  if (!retry.reconnected && !outcome.hostUnreachable) {
    return retryAfter(attempt, 0, { context: 'transport-retry', reconnected: true });
  }
  return failOver(attempt, [{ kind: 'mark-unavailable', url: endpoint.url, reason: 'unreachable' }]);
}
