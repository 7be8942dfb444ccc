import type { FaultControl } from './fault-control.ts';
import type { IssueResourceTokenOptions } from './issue-resource-token.ts';
import type { MergePartitionsOptions } from './merge-partitions.ts';
import type { PartitionWriteRegionOptions } from './move-partition-writes.ts';
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
  /**
   * Makes another region the write region of one partition, once it has all that was written: the account's then answers
   * writes of that partition with 403/3. The account document goes on naming one write region, and partitions that come of this
   * one stay there; `setWriteRegion`, and the removal of that region, take them back. Reads with
   * `x-ms-cosmos-hub-region-processing-only` follow the writes.
   *
   * @throws {TypeError} for what does not exist, a region that does not serve, and accounts without `perPartitionFailover`.
   */
  setPartitionWriteRegion(options: PartitionWriteRegionOptions): Promise<void>;
  /**
   * Issues a token for one container, or one partition key of it, as a permission of the service holds it.
   *
   * @returns `type=resource&ver=1&sig=…`, which clients send percent-encoded as their `authorization`. It holds for this account while it lives, and not for a container that is created again under the same name.
   * @throws {TypeError} for a container that does not exist, or an option that is wrong.
   * @see https://learn.microsoft.com/azure/cosmos-db/secure-access-to-data#resource-tokens
   */
  issueResourceToken(options: IssueResourceTokenOptions): Promise<string>;
}
