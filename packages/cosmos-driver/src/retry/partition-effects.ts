import { isRead } from '../operation/operation-traits.ts';
import { isWriteForbidden } from '../response/cosmos-status.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import type { UnavailabilityReason } from '../routing/routing-state.ts';
import type { Attempt } from './decision.ts';

const nothing: readonly RoutingEffect[] = Object.freeze([]);

/**
 * What a region's failure means: for the partition, and for the endpoint as a whole, unless the circuit breaker looks after
 * the partition, which is to be led away by itself.
 */
export function regionFailed(attempt: Attempt, reason: UnavailabilityReason): readonly RoutingEffect[] {
  const { guard, endpoint } = attempt;
  const mark: RoutingEffect = { kind: 'mark-unavailable', url: endpoint.url, reason };
  return guard === 'circuit-breaker' ? partitionFailed(attempt) : [...partitionFailed(attempt), mark];
}

/**
 * The failure is the partition's alone. A region that takes no writes of it has failed it as one for writes, whoever asked: a read that
 * is sent to the write region says nothing of how the region reads.
 */
export function partitionFailed({ guard, endpoint, operation, outcome }: Attempt): readonly RoutingEffect[] {
  if (guard === undefined) return nothing;
  const refusesWrites = outcome.kind === 'response' && isWriteForbidden(outcome.status);
  return [{ kind: 'partition-failed', guard, url: endpoint.url, isRead: isRead(operation) && !refusesWrites }];
}

/** The region did what was asked, or said for certain that it will not: of interest when something is noted about the partition. */
export function partitionServed({ guard, endpoint, isPartitionNoted }: Attempt): readonly RoutingEffect[] {
  if (guard === undefined || !isPartitionNoted) return nothing;
  return [{ kind: 'partition-served', guard, url: endpoint.url }];
}
