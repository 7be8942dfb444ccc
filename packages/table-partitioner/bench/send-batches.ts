import type { ListedRow } from '../src/service/encode-deletes.ts';
import { BATCH_ROWS, CONCURRENCY, rowKeyOf } from './bench-table.ts';

/** Sends so many batches of 100 rows, several at a time, and answers how many rows that were. */
export async function sendBatches(
  count: number,
  send: (batch: number, rows: readonly ListedRow[]) => Promise<void>,
): Promise<number> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < count) {
      const batch = begun++;
      const rows = Array.from({ length: BATCH_ROWS }, (_, row) => ({
        rowKey: rowKeyOf(batch * BATCH_ROWS + row),
        etag: `W/"datetime'2026-11-20T23%3A19%3A06.${String(batch).padStart(7, '0')}Z'"`,
      }));
      await send(batch, rows);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return begun * BATCH_ROWS;
}
