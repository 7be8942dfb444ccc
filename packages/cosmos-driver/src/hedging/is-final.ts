import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { type CosmosStatus, mayNameAnotherContainer } from '../response/cosmos-status.ts';

/** Answers that another region would give as well. As the Rust driver. */
const finalCodes: ReadonlySet<number> = new Set([400, 401, 405, 409, 412, 413, 422, 451, 501, 505]);

/** 429 because a budget is spent that all regions share. As the Rust driver. */
const finalThrottles: ReadonlySet<number> = new Set([3200, 3210, 3214]);

/**
 * Whether what came of one of two attempts under way ends the race. An answer that another region may give better does not, nor does
 * one that never came.
 */
export function isFinal(outcome: AttemptOutcome): boolean {
  if (outcome.kind === 'response') return isFinalStatus(outcome.status);
  return outcome.kind !== 'transport-failure' || outcome.tooLarge === true;
}

/** Whether what a second region says about metadata counts: only what it has, because it may not yet have heard of the rest. */
export function isFinalForMetadata(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'response' ? outcome.status.code < 400 : isFinal(outcome);
}

function isFinalStatus(status: CosmosStatus): boolean {
  const { code, subStatus } = status;
  if (code < 400 || finalCodes.has(code)) return true;
  if (code === 403) return subStatus !== 1008;
  if (code === 404 && subStatus === 0) return true;
  if (mayNameAnotherContainer(status)) return true;
  return code === 429 && finalThrottles.has(subStatus);
}
