import type { AccountStore } from '../account/account-store.ts';
import type { Region } from '../account/region.ts';
import { drainRegion, seedRegion, withoutRegion, withWriteRegion } from '../account/topology.ts';
import type { Container } from '../containers/container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { copyReplica } from '../partitions/copy-replica.ts';
import { takePartitionsBack } from './move-partition.ts';
import { receiveAllCommits } from './replicate.ts';

/** Makes a region refuse everything while it is still shown; the partitions it writes go back where the others are. */
export function beginDropping(store: AccountStore, region: Region): void {
  takePartitionsBack(store, containersOf(store), region);
  store.topology = drainRegion(store.topology, region);
}

/** Gives a region a copy of all the write region has, and of what is on its way there. */
export function fillRegion(store: AccountStore, region: Region, untilMs: number): void {
  const [source] = store.topology.regions;
  for (const container of containersOf(store)) {
    container.replicas.set(
      region,
      partitionsIn(container, source).map((partition) => copyReplica(partition, region)),
    );
  }
  const pending = store.replication.get(source)?.pending ?? [];
  store.replication.set(region, { pending: [...pending], isPaused: false });
  store.topology = seedRegion(store.topology, region, untilMs);
  renewSessions(store);
}

/** Takes a region out of the account with all it holds; what it wrote before goes on its way to the others. */
export function dropRegion(store: AccountStore, region: Region): void {
  takePartitionsBack(store, containersOf(store), region);
  store.topology = withoutRegion(store.topology, region);
  store.replication.delete(region);
  for (const { replicas } of containersOf(store)) replicas.delete(region);
  renewSessions(store);
}

/** Makes a region the one that writes, once it has all that the others wrote. */
export function moveWrites(store: AccountStore, region: Region): void {
  receiveAllCommits(store, region);
  store.topology = withWriteRegion(store.topology, region);
  takePartitionsBack(store, containersOf(store));
}

/** Session tokens from before a change of regions no longer compare with later ones: they get a new version. */
function renewSessions(store: AccountStore): void {
  for (const { replicas } of containersOf(store)) {
    for (const partitions of replicas.values()) for (const partition of partitions) partition.sessionVersion += 1n;
  }
}

function containersOf({ databases }: AccountStore): readonly Container[] {
  return [...databases.values()].flatMap(({ containers }) => [...containers.values()]);
}
