import type { CosmosStatus } from '../response/cosmos-status.ts';
import { isAccountNotFound, isWriteForbidden } from '../response/cosmos-status.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import type { Attempt, Verdict } from './decision.ts';

/**
 * Holds back what failed writes have taught, until it is confirmed, where the service moves the write regions of single
 * partitions: a write that fails everywhere says nothing about where the partition is.
 *
 * It is confirmed when a later attempt of the same operation succeeds, or gets an answer that only the right region gives,
 * such as 409; when the operation ends otherwise, it is forgotten. Meanwhile the operation itself leaves out what it has tried.
 */
export function deferEffects({ guard, retry }: Attempt, verdict: Verdict): Verdict {
  if (guard !== 'failover') return verdict;
  const { decision, effects } = verdict;
  const atOnce = effects.filter((effect) => !isDeferrable(effect));
  const deferrable = effects.filter(isDeferrable);
  switch (decision.kind) {
    case 'complete':
      return { decision, effects: [...retry.deferred, ...effects] };
    case 'fail': {
      const status = decision.error.response?.status;
      const isConfirmed = status !== undefined && confirmsRegion(status);
      return { decision, effects: isConfirmed ? [...retry.deferred, ...effects] : atOnce };
    }
    default:
      return {
        decision: { ...decision, next: { ...decision.next, deferred: [...retry.deferred, ...deferrable] } },
        effects: atOnce,
      };
  }
}

function isDeferrable({ kind }: RoutingEffect): boolean {
  return kind === 'partition-failed' || kind === 'mark-unavailable';
}

/** Whether an answer shows that the region is the one to ask. */
function confirmsRegion(status: CosmosStatus): boolean {
  const { code, subStatus } = status;
  if (code === 503 || code === 408 || code === 410 || code === 449) return false;
  return !(code === 429 && subStatus === 3092) && !isWriteForbidden(status) && !isAccountNotFound(status);
}
