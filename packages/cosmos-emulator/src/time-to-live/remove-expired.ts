import type { AccountStore } from '../account/account-store.ts';
import type { Region } from '../account/region.ts';
import type { Container } from '../containers/container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { evictItem } from '../partitions/evict-item.ts';
import type { Partition } from '../partitions/partition.ts';
import { commitWrites } from '../regions/commit-writes.ts';
import { writeReplicasOf } from '../regions/write-region-of.ts';
import { hideExpired } from './hide-expired.ts';

/**
 * Removes what has expired by now, and tells the other regions by a delete for each item.
 *
 * Done for each partition in one region for all, so that every region counts the same commits; a region that has not heard of it yet hides
 * what has expired by itself.
 *
 * @param region  The region that was asked.
 */
export function removeExpired(
  store: AccountStore,
  container: Container,
  region: Region,
  defaultTtlS: number,
  nowMs: number,
): void {
  const writable = writeReplicasOf(container, store.topology);
  removeFrom(writable, store, container, defaultTtlS, nowMs);
  for (const partition of partitionsIn(container, region)) {
    if (!writable.includes(partition)) hideExpired(partition, defaultTtlS, nowMs);
  }
}

/**
 * Removes what has expired by now in whichever region it is, before the default that it expired by changes.
 *
 * Where several regions write, the first one may not have heard of an item that another hides already; by the new default
 * it would live there, and never again where it is hidden.
 */
export function removeExpiredEverywhere(
  store: AccountStore,
  container: Container,
  defaultTtlS: number,
  nowMs: number,
): void {
  for (const partitions of container.replicas.values()) removeFrom(partitions, store, container, defaultTtlS, nowMs);
}

function removeFrom(
  partitions: readonly Partition[],
  store: AccountStore,
  container: Container,
  defaultTtlS: number,
  nowMs: number,
): void {
  for (const partition of partitions) {
    hideExpired(partition, defaultTtlS, nowMs);
    for (const item of partition.expiry.hidden.values()) {
      commitWrites({ store, nowMs }, { container, partition }, [evictItem(partition, item, 'expired', nowMs)]);
    }
  }
}
