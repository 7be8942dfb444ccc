import type { RowProperty } from './row-property.ts';

/**
 * How far a purge has come: plain data, to be kept as JSON and given to a later purge, which goes on from there.
 *
 * It repeats at most what was under way: rows deleted already no longer match.
 */
export interface PurgeCheckpoint {
  /** Of this format. */
  readonly version: 1;
  /** The cutoff, in ISO 8601; the purge that goes on keeps it. */
  readonly cutoff: string;
  /** Whether rows were only counted. */
  readonly dryRun: boolean;
  /** What said when a row is due. */
  readonly property: RowProperty;
  /** The condition rows had to meet beside; `null` for none. */
  readonly filter: string | null;
  /** The partitions that were begun and got somewhere. */
  readonly partitions: readonly PartitionCheckpoint[];
}

/** How far a purge has come in one partition. */
export interface PartitionCheckpoint {
  /** Id of its generation. */
  readonly generation: number;
  /** The partition's key. */
  readonly partitionKey: string;
  /** Where its next page begins; `null` when it was gone through to its end. */
  readonly continuationToken: string | null;
}
