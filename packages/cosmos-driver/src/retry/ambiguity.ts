import { isRead } from '../operation/operation-traits.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { isPartitionMoved, isTrouble, mayNameAnotherContainer } from '../response/cosmos-status.ts';
import type { Attempt } from './decision.ts';

/** Whether the write may have taken place, by this attempt or an earlier one of the same operation. */
export function mayHaveBeenApplied({ operation, outcome, retry }: Attempt): boolean {
  return !isRead(operation) && (retry.ambiguous || isAmbiguous(outcome));
}

/**
 * Whether an outcome leaves open what the service did: 408, 5xx, 410 outside topology changes, a transport failure whose
 * request was sent or may have been, an interruption with a request under way.
 */
export function isAmbiguous(outcome: AttemptOutcome): boolean {
  switch (outcome.kind) {
    case 'response':
      return isTrouble(outcome.status) && !isPartitionMoved(outcome.status) && !mayNameAnotherContainer(outcome.status);
    case 'transport-failure':
      return outcome.requestSent !== 'not-sent';
    case 'interrupted':
      return outcome.inFlight;
    case 'not-signed':
      return false;
  }
}
