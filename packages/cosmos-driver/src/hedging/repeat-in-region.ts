import { isPartitionMoved } from '../response/cosmos-status.ts';
import { decide } from '../retry/decide.ts';
import type { RetryState } from '../retry/retry-state.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import type { RaceLeg } from './race.ts';
import type { AttemptOfLeg } from './settle-race.ts';

/** One more attempt in the same region. */
export interface RegionRepeat {
  readonly delayMs: number;
  readonly next: RetryState;
  readonly effects: readonly RoutingEffect[];
}

/**
 * The repeat that a region of a race makes by itself, because another one is not asked for that either: of a throttled request, of one
 * that met a partition on the move, and by a second connection. Each region has its own budgets for them.
 *
 * @returns `undefined` when what follows is for the race to find out.
 */
export function repeatInRegion(
  leg: Pick<RaceLeg, 'endpoint' | 'outcome' | 'retry'>,
  attemptOf: AttemptOfLeg,
): RegionRepeat | undefined {
  if (!mayStay(leg)) return undefined;
  const { decision, effects } = decide(attemptOf(leg));
  if (decision.kind !== 'retry' || decision.next.tried !== leg.retry.tried) return undefined;
  return { delayMs: decision.delayMs, next: decision.next, effects };
}

function mayStay({ outcome }: Pick<RaceLeg, 'outcome'>): boolean {
  if (outcome.kind !== 'response') return outcome.kind === 'transport-failure';
  const { code } = outcome.status;
  return code === 429 || code === 449 || isPartitionMoved(outcome.status);
}
