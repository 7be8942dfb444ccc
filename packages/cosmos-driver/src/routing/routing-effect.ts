import type { PartitionEffect } from '../partition-routing/partition-effect.ts';
import type { UnavailabilityReason } from './routing-state.ts';

/** What an attempt has taught about the account; applied between attempts. */
export type RoutingEffect =
  | PartitionEffect
  /** Avoid this endpoint until it answers again. */
  | { readonly kind: 'mark-unavailable'; readonly url: string; readonly reason: UnavailabilityReason }
  /** Find out again which partitions the container has: they seem to have changed. */
  | { readonly kind: 'refresh-partitions' }
  /** Read the account again: its regions seem to have changed. */
  | { readonly kind: 'refresh-account' };
