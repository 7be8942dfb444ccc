import type { Region } from '../account/region.ts';
import type { Topology } from '../account/topology.ts';
import type { Container } from '../containers/container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import type { Partition, PartitionRange } from '../partitions/partition.ts';

/** The region that takes the writes of one partition: the account's, unless the partition, or one it came from, was moved. */
export function writeRegionOf(
  { movedPartitions }: Pick<Container, 'movedPartitions'>,
  { id, parents }: Pick<PartitionRange, 'id' | 'parents'>,
  { regions }: Topology,
): Region {
  if (movedPartitions.size === 0) return regions[0];
  const known = [...parents, id].findLast((each) => movedPartitions.has(each));
  return (known === undefined ? undefined : movedPartitions.get(known)) ?? regions[0];
}

/** A container's partitions, each as the region has it that takes its writes. */
export function writeReplicasOf(container: Container, topology: Topology): readonly Partition[] {
  const partitions = partitionsIn(container, topology.regions[0]);
  if (container.movedPartitions.size === 0) return partitions;
  return partitions.flatMap((partition) =>
    partitionsIn(container, writeRegionOf(container, partition, topology)).filter(({ id }) => id === partition.id),
  );
}
