import type { AccountStore } from '../account/account-store.ts';
import type { Region } from '../account/region.ts';
import type { Container } from '../containers/container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { evictItem } from '../partitions/evict-item.ts';
import { commitWrites } from '../regions/commit-writes.ts';
import { hideExpired } from './hide-expired.ts';

/**
 * Removes what has expired by now, and tells the other regions by a delete for each item.
 *
 * Done in one region for all, so that every region counts the same commits; a region that has not heard of it yet hides
 * what has expired by itself.
 *
 * @param hub  The account's first region.
 * @param region  The region that was asked.
 */
export function removeExpired(
  store: AccountStore,
  container: Container,
  hub: Region,
  region: Region,
  defaultTtlS: number,
  nowMs: number,
): void {
  for (const partition of partitionsIn(container, hub)) {
    hideExpired(partition, defaultTtlS, nowMs);
    for (const item of partition.expiry.hidden.values()) {
      commitWrites({ store, nowMs }, { container, partition }, [evictItem(partition, item, 'expired', nowMs)]);
    }
  }
  if (region === hub) return;
  for (const partition of partitionsIn(container, region)) hideExpired(partition, defaultTtlS, nowMs);
}
