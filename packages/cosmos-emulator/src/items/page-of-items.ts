import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import { itemsInOrder } from '../partitions/items-in-order.ts';
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
export const maxPageBytes: number = 4 * 1024 * 1024;

/**
 * Takes the next items after a position.
 *
 * @param partitions  By ascending lower bound.
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
  for (const partition of partitions) {
    const { minInclusive, maxExclusive } = partition;
    const isDone = compareEffectivePartitionKeys(maxExclusive, start.minInclusive) <= 0;
    if (isDone) continue;
    const isUntouched = compareEffectivePartitionKeys(start.maxExclusive, minInclusive) <= 0;
    for (const item of itemsInOrder(partition)) {
      if (!item.key.startsWith(keyPrefix) || (!isUntouched && isSent(item, start))) continue;
      const isFull = items.length === pageSize || (items.length > 0 && bytes + item.sizeBytes > maxPageBytes);
      if (isFull) return { items, next: last, bytes };
      items.push(item);
      bytes += item.sizeBytes;
      last = { minInclusive, maxExclusive, afterNumber: item.number };
    }
  }
  return { items, next: undefined, bytes };
}

/** Whether an item lies before a position; partitions may have split or merged since. */
function isSent({ number, effectivePartitionKey }: StoredItem, position: ItemFeedPosition): boolean {
  if (compareEffectivePartitionKeys(effectivePartitionKey, position.minInclusive) < 0) return true;
  const isInside = compareEffectivePartitionKeys(effectivePartitionKey, position.maxExclusive) < 0;
  return isInside && number <= position.afterNumber;
}
