import { isAccountNotFound, isWriteForbidden } from '../../response/cosmos-status.ts';
import type { RoutingEffect } from '../../routing/routing-effect.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { partitionFailed, regionFailed } from '../partition-effects.ts';
import { leaveEndpoint } from '../retry-state.ts';
import { topologyWait } from '../topology-wait.ts';
import { fail, retryAfter } from '../verdicts.ts';

/**
 * 403/3 and 403/1008: the account's regions have changed. Read the account again and go where it says; the first repeat at
 * once, the others with growing waits, five seconds in all. Certain not to have been applied, so safe for every write.
 */
export function topologyMoved(attempt: Attempt): Verdict | undefined {
  const { outcome, endpoint, retry } = attempt;
  if (outcome.kind !== 'response') return undefined;
  const refusesWrites = isWriteForbidden(outcome.status);
  if (!refusesWrites && !isAccountNotFound(outcome.status)) return undefined;

  const effects: readonly RoutingEffect[] = [...whatFailed(attempt, refusesWrites), { kind: 'refresh-account' }];
  const wait = topologyWait(attempt);
  if (wait === undefined) return fail(attempt, effects);
  return retryAfter(
    attempt,
    wait.delayMs,
    {
      context: 'region-failover',
      topology: wait.topology,
      ...leaveEndpoint(retry, endpoint.url),
    },
    effects,
  );
}

/**
 * Where the service moves the write regions of single partitions, a refused write is about its partition alone: the region goes
 * on taking the writes of the others. If the whole account has moved, reading it again says so.
 */
function whatFailed(attempt: Attempt, refusesWrites: boolean): readonly RoutingEffect[] {
  if (!refusesWrites) return regionFailed(attempt, 'account-not-found');
  return attempt.guard === 'failover' ? partitionFailed(attempt) : regionFailed(attempt, 'write-forbidden');
}
