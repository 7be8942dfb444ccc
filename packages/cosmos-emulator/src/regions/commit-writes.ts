import type { Container } from '../containers/container.ts';
import { applyCommit } from '../partitions/apply-commit.ts';
import type { ItemWrite } from '../partitions/item-write.ts';
import type { Partition } from '../partitions/partition.ts';
import type { Operation } from '../requests/operation.ts';
import { sendCommit } from './replicate.ts';

/** Where writes happen: a replica of one of a container's partitions. */
interface WriteTarget {
  readonly container: Container;
  readonly partition: Partition;
}

/** Carries out writes in the region of a replica, as one, and sends them to the others. */
export function commitWrites(
  { store, nowMs }: Pick<Operation, 'store' | 'nowMs'>,
  { container, partition }: WriteTarget,
  writes: readonly ItemWrite[],
): void {
  const commit = { region: partition.region, rangeId: partition.id, writes };
  applyCommit(partition, commit);
  sendCommit(store, container, commit, nowMs);
}
