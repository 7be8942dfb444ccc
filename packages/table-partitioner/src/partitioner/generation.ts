import type { KeyFormat } from '../keys/key-format.ts';
import type { PartitionStrategy } from '../keys/partition-strategy.ts';

/**
 * One layout of the data: a table, and how its rows are spread over partitions.
 *
 * Nothing in it has a default, and nothing in it changes once rows are written: another strategy or number of partitions
 * would look for every row in the wrong place.
 */
export interface Generation {
  /** Its number, at least 1. */
  readonly id: number;
  /** The table's name: 3 to 63 letters and digits, a letter first. */
  readonly table: string;
  /** How many partitions it has. */
  readonly partitions: number;
  /** Which partition a GUID belongs to. */
  readonly strategy: PartitionStrategy;
  /** How a partition's number is written as its key. */
  readonly keyFormat: KeyFormat;
  /** New rows are written to the active one. */
  readonly state: 'active';
}
