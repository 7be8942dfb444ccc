import { type PartitionKeyDefinition, splitHashSpace } from '@perdura/cosmos-protocol';
import type { AccountStore } from '../account/account-store.ts';
import { makePartitionRange, type RangeOwner } from './make-partition-range.ts';
import type { PartitionRange } from './partition.ts';

/** What a new container's partitions follow from. */
export interface NewPartitions {
  /** How many there are. */
  readonly count: number;
  readonly definition: PartitionKeyDefinition;
  readonly owner: RangeOwner;
  readonly store: AccountStore;
  readonly nowMs: number;
}

/** Equal parts of the hash space, in its order, with ids from `0`. */
export function createPartitions({ count, definition, owner, store, nowMs }: NewPartitions): readonly PartitionRange[] {
  const bounds = ['', ...splitHashSpace(count, definition), 'FF'];
  return Array.from({ length: count }, (_, number) => {
    const minInclusive = bounds[number] ?? '';
    const maxExclusive = bounds[number + 1] ?? 'FF';
    const range = { number, minInclusive, maxExclusive, ancestry: new Map(), throughputFraction: 1 / count };
    return makePartitionRange(range, owner, store, nowMs);
  });
}
