import type { AccountStore } from '../account/account-store.ts';
import type { Region } from '../account/region.ts';
import type { Container } from '../containers/container.ts';
import { receiveAllCommits } from './replicate.ts';

/** Makes a region the one that takes the writes of a partition, once it has all that the others wrote. */
export function movePartition(store: AccountStore, container: Container, rangeId: string, region: Region): void {
  receiveAllCommits(store, region);
  container.movedPartitions.set(rangeId, region);
}

/** Gives the account's write region back the partitions that were moved, all of them or those in one region. */
export function takePartitionsBack(store: AccountStore, containers: readonly Container[], from?: Region): void {
  if (containers.every(({ movedPartitions }) => movedPartitions.size === 0)) return;
  receiveAllCommits(store, store.topology.regions[0]);
  for (const { movedPartitions } of containers) {
    for (const [rangeId, region] of movedPartitions) {
      if (from === undefined || region === from) movedPartitions.delete(rangeId);
    }
  }
}
