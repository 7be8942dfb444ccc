import type { StoredItem } from '../items/stored-item.ts';
import type { Partition } from './partition.ts';

/** A replica's items in the order of their creation, put into that order first if writes came late. */
export function itemsInOrder(partition: Partition): Iterable<StoredItem> {
  if (!partition.isOrdered) {
    partition.items = new Map(
      [...partition.items].sort(([, left], [, right]) => (left.number < right.number ? -1 : 1)),
    );
    partition.isOrdered = true;
  }
  return partition.items.values();
}
