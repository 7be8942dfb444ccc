import type { KeyFormat } from '../keys/key-format.ts';
import type { PartitionStrategy } from '../keys/partition-strategy.ts';

/**
 * What a generation is used for.
 *
 * - `announced`: read, not yet written, so that every process knows it before the first row is in it.
 * - `active`: takes new rows. There is exactly one.
 * - `readonly`: takes no new rows; rows in it are still read, and changed where they are or moved.
 * - `retired`: no longer read. Its table may be dropped.
 */
export type GenerationState = 'announced' | 'active' | 'readonly' | 'retired';

/**
 * One layout of the data: a table, and how its rows are spread over partitions.
 *
 * Nothing in it has a default, and only `state` and `closedAt` change once rows are written: another strategy or number of
 * partitions would look for every row in the wrong place.
 */
export interface Generation {
  /** Its number, at least 1. A newer generation has a higher one. */
  readonly id: number;
  /** The table's name: 3 to 63 letters and digits, a letter first. No two generations share a table. */
  readonly table: string;
  /** How many partitions it has. */
  readonly partitions: number;
  /** Which partition a GUID belongs to. */
  readonly strategy: PartitionStrategy;
  /** How a partition's number is written as its key. */
  readonly keyFormat: KeyFormat;
  /** What it is used for. */
  readonly state: GenerationState;
  /**
   * When it was closed: to new rows, when the next generation became active; once it is retired, to everybody, when that was.
   * Dropping it needs to know.
   */
  readonly closedAt?: Date | undefined;
}
