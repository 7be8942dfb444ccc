import type { RowCounts } from './row-counts.ts';

/** How far a purge is. */
export interface PurgeProgress {
  /** Id of the generation something just happened in. */
  readonly generation: number;
  /** The partition it happened in. */
  readonly partitionKey: string;
  /** What became of its rows so far. */
  readonly partition: RowCounts;
  /** What became of all rows so far. */
  readonly total: RowCounts;
}
