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
  removeFrom(hub, store, container, defaultTtlS, nowMs);
  if (region === hub) return;
  for (const partition of partitionsIn(container, region)) hideExpired(partition, defaultTtlS, nowMs);
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
  for (const region of container.replicas.keys()) removeFrom(region, store, container, defaultTtlS, nowMs);
}

function removeFrom(
  region: Region,
  store: AccountStore,
  container: Container,
  defaultTtlS: number,
  nowMs: number,
): void {
  for (const partition of partitionsIn(container, region)) {
    hideExpired(partition, defaultTtlS, nowMs);
    for (const item of partition.expiry.hidden.values()) {
      commitWrites({ store, nowMs }, { container, partition }, [evictItem(partition, item, 'expired', nowMs)]);
    }
  }
}
