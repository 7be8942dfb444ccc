import type { Region } from '../account/region.ts';
import type { Container } from '../containers/container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { applyCommit } from '../partitions/apply-commit.ts';
import type { Commit } from '../partitions/commit.ts';
import { holdsKey } from '../partitions/split-replica.ts';

/**
 * Makes a commit that another region took part of a region's replicas.
 *
 * If its range has split or merged on the way, all descendants count it, each with the writes that lie in its range.
 */
export function deliverCommit(container: Container, region: Region, commit: Commit): void {
  for (const partition of partitionsIn(container, region)) {
    if (partition.id === commit.rangeId) {
      applyCommit(partition, commit);
      return;
    }
    const times = partition.ancestry.get(commit.rangeId);
    if (times === undefined) continue;
    const writes = commit.writes.filter(({ item }) => holdsKey(partition, item.effectivePartitionKey));
    applyCommit(partition, { ...commit, writes }, times);
  }
}
