import type { FaultControl } from './fault-control.ts';
import type { MergePartitionsOptions } from './merge-partitions.ts';
import type { RegionControl } from './region-control.ts';
import type { SplitPartitionOptions } from './split-partition.ts';

/** What a real account's operator does, and what goes wrong in a data centre. */
export interface EmulatorControl extends RegionControl, FaultControl {
  /**
   * Splits a partition in two, in all regions. Until it has, operations on it answer 410/1007; from then on its id answers 410/1002.
   *
   * @returns Ids of the new partition key ranges, the lower one first.
   * @throws {TypeError} for a partition that does not exist, is locked already, or cannot split there.
   */
  splitPartition(options: SplitPartitionOptions): Promise<readonly [string, string]>;
  /**
   * Merges two adjacent partitions, in all regions. Until they have, operations on them answer 410/1007; from then on their ids answer 410/1002.
   *
   * @returns Id of the new partition key range.
   * @throws {TypeError} for partitions that do not exist, are locked already, or do not lie side by side.
   */
  mergePartitions(options: MergePartitionsOptions): Promise<string>;
}
