import { isRead } from '../../operation/operation-traits.ts';
import { isWriteForbidden } from '../../response/cosmos-status.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { failOver } from '../fail-over.ts';
import { leaveEndpoint } from '../retry-state.ts';
import { topologyWait } from '../topology-wait.ts';
import { fail, retryAfter } from '../verdicts.ts';

/**
 * 403/3 to a read that only the hub region may answer: this region is not the hub.
 *
 * Where the service moves the write regions of single partitions, any other may be; one is asked at once. Elsewhere the hub is the
 * account's write region: either it was unwell when it was asked, or it has moved since. Read the account again and ask the write
 * region, as after any other 403/3. The region itself reads well, so nothing is noted about it.
 *
 * A read that finds no hub has failed for what it needed one for: no region has seen what its session has seen.
 */
export function hubRefused(attempt: Attempt): Verdict | undefined {
  const { operation, outcome, endpoint, retry, multiWrite, partitionFailover } = attempt;
  if (outcome.kind !== 'response' || !isWriteForbidden(outcome.status)) return undefined;
  if (!retry.hubRegionOnly || multiWrite || !isRead(operation)) return undefined;
  const unsatisfied: Attempt = { ...attempt, outcome: retry.sessionBehind ?? outcome };
  if (partitionFailover) {
    const effects = [{ kind: 'hub-refused', url: endpoint.url }] as const;
    return failOver(attempt, effects, { atOnce: true, failure: unsatisfied });
  }
  const effects = [{ kind: 'refresh-account' }] as const;
  const wait = topologyWait(attempt);
  if (wait === undefined) return fail(unsatisfied, effects);
  return retryAfter(
    attempt,
    wait.delayMs,
    {
      context: 'region-failover',
      topology: wait.topology,
      readFromWriteRegion: true,
      ...leaveEndpoint(retry, endpoint.url),
    },
    effects,
  );
}
