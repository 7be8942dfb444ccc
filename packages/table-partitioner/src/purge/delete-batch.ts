import type { ListedRow } from '../service/encode-deletes.ts';

/** Rows to be deleted together, and what happened to them so far. */
export interface DeleteBatch {
  /** What is left to delete: each row once, in the order listed, never none. */
  readonly rows: readonly ListedRow[];
  /** Missing rows taken out by their index since the batch was last listed. */
  readonly missingRowsDropped: number;
  /** Repeats spent on it in a row. */
  readonly retries: number;
  /** Whether an earlier send may have deleted all of it without our hearing so. */
  readonly mayHaveBeenApplied: boolean;
}

/** A batch nothing has happened to. */
export function freshBatch(rows: readonly ListedRow[]): DeleteBatch {
  return { rows, missingRowsDropped: 0, retries: 0, mayHaveBeenApplied: false };
}

/** Cuts listed rows into batches of at most so many, in their order. No rows make no batch. */
export function cutBatches(rows: readonly ListedRow[], batchSize: number): readonly DeleteBatch[] {
  const count = Math.ceil(rows.length / batchSize);
  return Array.from({ length: count }, (_, index) =>
    freshBatch(rows.slice(index * batchSize, (index + 1) * batchSize)),
  );
}
