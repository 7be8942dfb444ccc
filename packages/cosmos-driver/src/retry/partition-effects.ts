import { isRead } from '../operation/operation-traits.ts';
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

/** The failure is the partition's alone. */
export function partitionFailed({ guard, endpoint, operation }: Attempt): readonly RoutingEffect[] {
  if (guard === undefined) return nothing;
  return [{ kind: 'partition-failed', guard, url: endpoint.url, isRead: isRead(operation) }];
}

/** The region did what was asked, or said for certain that it will not: of interest when something is noted about the partition. */
export function partitionServed({ guard, endpoint, isPartitionNoted }: Attempt): readonly RoutingEffect[] {
  if (guard === undefined || !isPartitionNoted) return nothing;
  return [{ kind: 'partition-served', guard, url: endpoint.url }];
}
