import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { Decision } from '../retry/decision.ts';
import { failoversOfTwo } from './settle-race.ts';

/**
 * Whether a repeat may ask two regions, if none of the attempts before it has: there must be failovers left for both, and what had to
 * wait for its region asks no other.
 */
export function mayRaceNext(
  decision: Exclude<Decision, { readonly kind: 'complete' | 'fail' }>,
  { maxFailoverRetryCount }: Pick<ResolvedOperationOptions, 'maxFailoverRetryCount'>,
): boolean {
  const isDelayed = decision.kind === 'retry' && decision.delayMs > 0;
  return !isDelayed && maxFailoverRetryCount - decision.next.failovers >= failoversOfTwo;
}
