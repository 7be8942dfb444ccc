import type { RowCounts } from './row-counts.ts';

/** How far a purge is. */
export interface PurgeProgress {
  /** The partition something just happened in. */
  readonly partitionKey: string;
  /** What became of its rows so far. */
  readonly partition: RowCounts;
  /** What became of all rows so far. */
  readonly total: RowCounts;
}
