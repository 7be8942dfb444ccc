import type { Partition } from '../partitions/partition.ts';
import { buildUniqueIndex, type UniqueIndex } from './unique-index.ts';
import type { UniqueKey } from './unique-key.ts';

/** A replica's index, made when it is asked for the first time: replicas that nobody writes to do without. */
export function uniqueIndexOf(partition: Partition, uniqueKeys: readonly UniqueKey[]): UniqueIndex {
  partition.uniqueIndex ??= buildUniqueIndex(partition.items.values(), uniqueKeys);
  return partition.uniqueIndex;
}
