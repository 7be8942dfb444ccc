import type { Partition, PartitionRange } from './partition.ts';
import { mergeReplicas, splitReplica } from './split-replica.ts';

/** A split or merge under way: adjacent ranges that others take the place of. */
export interface TopologyChange {
  /** Ids of the ranges that go, by ascending lower bound: one of a split, two of a merge. */
  readonly parents: readonly [string] | readonly [string, string];
  /** The ranges that come, by ascending lower bound; they cover the same keys. */
  readonly children: readonly PartitionRange[];
  /** When it is done, in milliseconds since the Unix epoch; until then the parents are locked. */
  readonly dueMs: number;
}

/** One region's partitions after a change, those it does not touch as they were. */
export function changeTopology(
  partitions: readonly Partition[],
  { parents, children }: TopologyChange,
): readonly Partition[] {
  const [leftId, rightId] = parents;
  const left = partitions.find(({ id }) => id === leftId);
  const right = partitions.find(({ id }) => id === rightId);
  return partitions.flatMap((partition) => {
    if (partition === right) return [];
    if (partition !== left) return [partition];
    return children.map((range) =>
      right === undefined ? splitReplica(left, range) : mergeReplicas(left, right, range),
    );
  });
}
