import { batchRefusal } from '../../batch/batch-refusal.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { partitionServed } from '../partition-effects.ts';
import { fail } from '../verdicts.ts';

/**
 * 207 to a batch after an attempt that may have been applied: what refuses the batch now may be what it did itself then. So it is
 * no answer, but the failure of a write that may have been applied, with the status of the operation that failed.
 */
export function batchUnclear(attempt: Attempt): Verdict | undefined {
  const { operation, outcome, retry } = attempt;
  if (operation.type !== 'batch' || !retry.ambiguous) return undefined;
  if (outcome.kind !== 'response' || outcome.status.code !== 207) return undefined;
  const status = batchRefusal(outcome.body) ?? outcome.status;
  return fail({ ...attempt, outcome: { ...outcome, status } }, partitionServed(attempt));
}
