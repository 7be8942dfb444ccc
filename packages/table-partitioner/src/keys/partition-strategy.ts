/**
 * Which of `partitions` partitions a GUID belongs to.
 *
 * A strategy is part of the data: once rows are written with it, its name and the number of partitions never change.
 */
export interface PartitionStrategy {
  /** Its name, stored with what was written by it. */
  readonly name: string;
  /** The most partitions it can reach; more are refused. (default: no limit) */
  readonly maxPartitions?: number;
  /** Up to how many partitions it loads them evenly; more bring a warning. (default: no limit) */
  readonly evenUpTo?: number;
  /**
   * The partition's number, `0` to `partitions - 1`.
   *
   * @param guid  Sixteen bytes in RFC 9562 order.
   * @param partitions  How many partitions there are, at least 1.
   */
  partitionOf(guid: Uint8Array, partitions: number): number;
}
