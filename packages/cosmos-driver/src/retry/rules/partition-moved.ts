import { defaults } from '../../options/defaults.ts';
import { isPartitionMoved } from '../../response/cosmos-status.ts';
import { exponentialDelay } from '../backoff.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { fail, retryAfter } from '../verdicts.ts';

/**
 * 410/1002, /1007, /1008: the partition is being split, merged or moved. The same region again until that is over; meanwhile
 * the driver finds out which partitions there are.
 *
 * A request that names its partition is left to the feed it belongs to, which finds out where the keys lie now.
 */
export function partitionMoved(attempt: Attempt): Verdict | undefined {
  const { outcome, retry } = attempt;
  if (outcome.kind !== 'response' || !isPartitionMoved(outcome.status)) return undefined;
  if (attempt.operation.feed?.partition !== undefined) return fail(attempt);
  const { firstDelayMs, maxDelayMs, maxRetryCount } = defaults.partitionMoved;
  if (retry.partitionMoved >= maxRetryCount) return fail(attempt);
  const delayMs = exponentialDelay(firstDelayMs, maxDelayMs, retry.partitionMoved);
  const changes = { context: 'retry', partitionMoved: retry.partitionMoved + 1 } as const;
  return retryAfter(attempt, delayMs, changes, [{ kind: 'refresh-partitions' }]);
}
