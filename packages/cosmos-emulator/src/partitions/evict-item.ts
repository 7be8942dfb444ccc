import type { StoredItem } from '../items/stored-item.ts';
import { type ItemWrite, removeItem } from './item-write.ts';
import { nextLsn, nextStamp } from './next-write.ts';
import type { Partition } from './partition.ts';

/** The write by which the service itself removes a version of an item: no other version, so any write that did not know of it wins. */
export function evictItem(
  partition: Partition,
  item: StoredItem,
  cause: NonNullable<ItemWrite['cause']>,
  nowMs: number,
): ItemWrite {
  return { ...removeItem(item, nextLsn(partition), nextStamp(partition, item.key, item, nowMs)), cause };
}
