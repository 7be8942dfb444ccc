import type { AccountStore } from '../account/account-store.ts';
import type { Container } from '../containers/container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import type { Partition } from '../partitions/partition.ts';

/**
 * The write region's replica of a partition that is to change.
 *
 * @throws {TypeError} when there is none, or it is changing already.
 */
export function requirePartition(container: Container, { topology }: AccountStore, id: string): Partition {
  const partitions = partitionsIn(container, topology.regions[0]);
  const partition = partitions.find((each) => each.id === id);
  if (partition === undefined) {
    const ids = partitions.map((each) => each.id).join(', ');
    throw new TypeError(`The container ${container.id} has no partition ${id}, only ${ids}.`);
  }
  if (partition.isLocked) throw new TypeError(`Partition ${id} is being split or merged already.`);
  return partition;
}

/** @throws {TypeError} unless it is a time one can wait. */
export function requireLockMs(lockMs: number | undefined): number {
  if (lockMs === undefined) return 0;
  if (typeof lockMs !== 'number' || !Number.isFinite(lockMs) || lockMs < 0) {
    throw new TypeError('lockMs must be a number of milliseconds from 0 on.');
  }
  return lockMs;
}
