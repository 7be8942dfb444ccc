import type { Region } from '../account/region.ts';
import type { Partition } from '../partitions/partition.ts';
import type { Container } from './container.ts';

/** A container's partitions as one region has them, by ascending lower bound. */
export function partitionsIn(container: Container, region: Region): readonly Partition[] {
  return container.replicas.get(region) ?? [];
}
