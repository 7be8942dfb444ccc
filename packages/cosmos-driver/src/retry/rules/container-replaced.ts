import { containerOf } from '../../operation/operation-traits.ts';
import { mayNameAnotherContainer } from '../../response/cosmos-status.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { fail } from '../verdicts.ts';

/**
 * 410/1000, 404/1003, 400/1024 and 400/1001: the container may have been deleted and made anew under its name. Forget what is
 * known of it and look it up again, once; what was found decides whether the operation is repeated.
 */
export function containerReplaced(attempt: Attempt): Verdict | undefined {
  const { operation, outcome, retry } = attempt;
  if (outcome.kind !== 'response' || !mayNameAnotherContainer(outcome.status)) return undefined;
  const container = containerOf(operation);
  if (container === undefined) return undefined;
  const failed = fail(attempt);
  if (retry.containerLookedUp || failed.decision.kind !== 'fail') return failed;
  return {
    decision: {
      kind: 'look-up-container',
      container,
      next: { ...retry, context: 'retry', containerLookedUp: true },
      error: failed.decision.error,
    },
    effects: [],
  };
}
