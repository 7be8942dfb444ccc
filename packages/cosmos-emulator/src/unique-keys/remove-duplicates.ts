import type { AccountStore } from '../account/account-store.ts';
import type { Region } from '../account/region.ts';
import type { Container } from '../containers/container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import type { StoredItem } from '../items/stored-item.ts';
import { evictItem } from '../partitions/evict-item.ts';
import type { Partition } from '../partitions/partition.ts';
import { compareWriteStamps } from '../partitions/write-stamp.ts';
import { commitWrites } from '../regions/commit-writes.ts';
import { uniqueIndexOf } from './unique-index-of.ts';

/**
 * Settles which of several items keeps the values of a unique key that regions gave them without knowing of each other:
 * the last writer wins, the others are removed.
 *
 * Done in one region for all, whose deletes reach the others as any write does, so all come to the same.
 *
 * @param hub  The account's first region.
 * @see https://learn.microsoft.com/azure/cosmos-db/conflict-resolution-policies
 */
export function removeDuplicates(store: AccountStore, container: Container, hub: Region, nowMs: number): void {
  for (const partition of partitionsIn(container, hub)) {
    const { contested } = uniqueIndexOf(partition, container.uniqueKeys);
    for (const keys of [...contested.values()]) {
      for (const item of losersOf(partition, keys)) {
        const eviction = evictItem(partition, item, 'duplicate', nowMs);
        commitWrites({ store, nowMs }, { container, partition }, [eviction]);
      }
    }
  }
}

/** All but the one that was written last, of those that are still there. */
function losersOf({ items }: Partition, keys: ReadonlySet<string>): readonly StoredItem[] {
  const rivals = [...keys].map((key) => items.get(key)).filter((item) => item !== undefined);
  return rivals.sort((one, other) => compareWriteStamps(other.stamp, one.stamp)).slice(1);
}
