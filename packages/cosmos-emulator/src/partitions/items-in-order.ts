import type { StoredItem } from '../items/stored-item.ts';
import type { ItemList, Partition } from './partition.ts';

/** A replica's items in the order of their creation, put into that order first if writes came late. */
export function itemsInOrder(partition: Partition): readonly StoredItem[] {
  return listItems(partition).items;
}

/** The same with the documents beside the items; valid until the next write. */
export function listItems(partition: Partition): Readonly<ItemList> {
  if (!partition.isOrdered) {
    partition.items = new Map(
      [...partition.items].sort(([, left], [, right]) => (left.number < right.number ? -1 : 1)),
    );
    partition.isOrdered = true;
    partition.list = undefined;
  }
  if (partition.list === undefined) {
    const items = [...partition.items.values()];
    partition.list = { items, documents: items.map(({ document }) => document) };
  }
  return partition.list;
}
