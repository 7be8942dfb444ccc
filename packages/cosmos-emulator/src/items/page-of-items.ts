import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import type { Partition } from '../partitions/partition.ts';
import type { ItemFeedPosition } from './item-continuation.ts';
import type { StoredItem } from './stored-item.ts';

/** One page of a feed. */
export interface PageOfItems {
  readonly items: readonly StoredItem[];
  /** Where the next page starts; `undefined` when there is none. */
  readonly next: ItemFeedPosition | undefined;
  /** Bytes of all items together. */
  readonly bytes: number;
}

/** Pages hold at most 4 MB. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-request-limits */
const maxPageBytes = 4 * 1024 * 1024;

/**
 * Takes the next items after a position.
 *
 * @param partitions  By ascending lower bound; their items are in the order of their numbers.
 * @param keyPrefix  Only items whose key starts so; `''` for all.
 */
export function pageOfItems(
  partitions: readonly Partition[],
  keyPrefix: string,
  start: ItemFeedPosition,
  pageSize: number,
): PageOfItems {
  const items: StoredItem[] = [];
  let bytes = 0;
  let last = start;
  for (const { minInclusive, items: stored } of partitions) {
    const order = compareEffectivePartitionKeys(minInclusive, start.minInclusive);
    if (order < 0) continue;
    const afterNumber = order === 0 ? start.afterNumber : 0n;
    for (const item of stored.values()) {
      if (item.number <= afterNumber || !item.key.startsWith(keyPrefix)) continue;
      const isFull = items.length === pageSize || (items.length > 0 && bytes + item.bytes.length > maxPageBytes);
      if (isFull) return { items, next: last, bytes };
      items.push(item);
      bytes += item.bytes.length;
      last = { minInclusive, afterNumber: item.number };
    }
  }
  return { items, next: undefined, bytes };
}
