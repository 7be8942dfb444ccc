import { isTrouble } from '../../response/cosmos-status.ts';
import type { Attempt, Verdict } from '../decision.ts';
import { failOver } from '../fail-over.ts';
import { regionFailed } from '../partition-effects.ts';

/**
 * 408, 410, 429/3092 and 5xx: the region is unwell. Avoid it for a while, and go elsewhere.
 *
 * The 410 and 429 that waiting helps against were taken by the rules before this one.
 */
export function serverUnwell(attempt: Attempt): Verdict | undefined {
  const { outcome } = attempt;
  if (outcome.kind !== 'response') return undefined;
  if (!isTrouble(outcome.status) && outcome.status.code !== 429) return undefined;
  return failOver(attempt, regionFailed(attempt, 'server-error'));
}
