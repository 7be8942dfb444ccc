import type { AccountStore } from '../account/account-store.ts';
import type { Region } from '../account/region.ts';
import { withWriteRegion } from '../account/topology.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { copyReplica } from '../partitions/copy-replica.ts';
import { keepProgress } from '../partitions/kept-progress.ts';
import type { LostWrite } from './lost-write.ts';
import { receiveCommits } from './replicate.ts';

/**
 * Makes a region the one that writes with what has reached it by now. All regions have what it has then; whatever else was written
 * is lost.
 *
 * @returns What is lost, in the order in which it was written.
 */
export function loseWrites(store: AccountStore, region: Region, nowMs: number): readonly LostWrite[] {
  receiveCommits(store, region, nowMs);
  const pending = store.replication.get(region)?.pending ?? [];
  const lost: LostWrite[] = [];
  for (const [database, { containers }] of store.databases) {
    for (const container of containers.values()) {
      for (const { commit } of pending.filter((each) => each.container === container)) {
        for (const { kind, item } of commit.writes) {
          lost.push({ database, container: container.id, kind, id: item.id, resource: structuredClone(item.document) });
        }
      }
      const kept = partitionsIn(container, region);
      for (const partition of kept) {
        const { id, sessionVersion, lsn } = partition;
        partition.kept = keepProgress(partition.kept, id, sessionVersion, lsn);
        partition.sessionVersion += 1n;
      }
      for (const other of container.replicas.keys()) {
        if (other !== region)
          container.replicas.set(
            other,
            kept.map((partition) => copyReplica(partition, other)),
          );
      }
    }
  }
  for (const queue of store.replication.values()) queue.pending.splice(0);
  store.topology = withWriteRegion(store.topology, region);
  return lost;
}
