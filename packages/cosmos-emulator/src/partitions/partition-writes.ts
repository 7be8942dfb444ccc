import type { StoredItem } from '../items/stored-item.ts';
import type { Partition } from './partition.ts';

/** The log sequence number of the write that comes next. */
export function nextLsn(partition: Partition): bigint {
  return partition.lsn + 1n;
}

/** Stores a new item or a new version of one; the item's number is the partition's from now on. */
export function putItem(partition: Partition, item: StoredItem): void {
  partition.sizeBytes += item.bytes.length - (partition.items.get(item.key)?.bytes.length ?? 0);
  partition.items.set(item.key, item);
  partition.lsn = item.lsn;
}

/** Removes an item, which is a write like any other. */
export function removeItem(partition: Partition, item: StoredItem): void {
  partition.items.delete(item.key);
  partition.sizeBytes -= item.bytes.length;
  partition.lsn = nextLsn(partition);
}
