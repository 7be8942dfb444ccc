import type { AccountStore } from '../account/account-store.ts';
import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';
import { movePartition } from '../regions/move-partition.ts';
import { type ContainerName, findControlledContainer } from './find-controlled-container.ts';
import { requirePartition } from './require-partition.ts';
import { requireServingRegion } from './require-region.ts';

/** Which partition moves, and where to. */
export interface PartitionWriteRegionOptions extends ContainerName {
  /** Id of the partition key range, such as `'0'`. */
  readonly partitionKeyRangeId: string;
  /** Name of the region that takes its writes from now on; that of the account brings it back. */
  readonly region: string;
}

const optionNames = new Set(['database', 'container', 'partitionKeyRangeId', 'region']);

/**
 * Moves the writes of one partition to another region, and leaves the others where they are.
 *
 * @throws {TypeError} for what does not exist, a region that does not serve, and accounts that move no single partitions.
 */
export function movePartitionWrites(store: AccountStore, options: PartitionWriteRegionOptions): void {
  refuseUnknownOptions('setPartitionWriteRegion', options, optionNames);
  if (!store.options.perPartitionFailover) {
    throw new TypeError('The account moves no single partitions: make it with perPartitionFailover: true.');
  }
  const container = findControlledContainer(store, options);
  const { id } = requirePartition(container, store, options.partitionKeyRangeId);
  movePartition(store, container, id, requireServingRegion(store, options.region));
}
