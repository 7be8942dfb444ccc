import { defaults } from '../../options/defaults.ts';
import { isPartitionMoved } from '../../response/cosmos-status.ts';
import { exponentialDelay } from '../backoff.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { fail, retryAfter } from '../verdicts.ts';

/** 410/1002, /1007, /1008: the item's partition is being split, merged or moved. The same region again until that is over. */
export function partitionMoved(attempt: Attempt): Verdict | undefined {
  const { outcome, retry } = attempt;
  if (outcome.kind !== 'response' || !isPartitionMoved(outcome.status)) return undefined;
  const { firstDelayMs, maxDelayMs, maxRetryCount } = defaults.partitionMoved;
  if (retry.partitionMoved >= maxRetryCount) return fail(attempt);
  const delayMs = exponentialDelay(firstDelayMs, maxDelayMs, retry.partitionMoved);
  return retryAfter(attempt, delayMs, { context: 'retry', partitionMoved: retry.partitionMoved + 1 });
}
