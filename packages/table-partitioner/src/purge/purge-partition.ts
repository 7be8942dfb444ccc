// Purges one partition: lists a page, deletes its rows batch by batch, lists the next. purge() runs several at a time.
//
// 1. One request of a partition is under way at any time.
// 2. An abort ends the work between two requests: no outcome is left unknown. Rows not come to are counted as matched only.
// 3. Deleting the rows of a page does not disturb the next one: continuation tokens are key positions.
// 4. Only a missing token is the end: a page may be empty and still not be the last.
import { TablePartitionerError } from '../table-partitioner-error.ts';
import { deleteRows } from './delete-rows.ts';
import { listWithRetries } from './list-with-retries.ts';
import { type PartitionJob, type PartitionRun, STOPPED } from './partition-run.ts';
import type { PartitionFailure, PartitionReport, RefusedRow } from './purge-report.ts';
import { addCounts, NO_ROWS, type RowCounts } from './row-counts.ts';
import { rowFilter } from './row-filter.ts';

const REFUSED_ROWS_KEPT = 10;

/**
 * Purges one partition.
 *
 * @param onCounts  Is told what became of the partition's rows so far, and what of it is new.
 * @returns the report, also when the service failed or the purge was aborted. Rejects only with what `onCounts` throws, or
 *   on a bug.
 */
export async function purgePartition(
  partitionKey: string,
  job: PartitionJob,
  onCounts: (counts: RowCounts, change: Partial<RowCounts>) => void,
): Promise<PartitionReport> {
  let counts = NO_ROWS;
  const refusedRows: RefusedRow[] = [];
  const run: PartitionRun = {
    ...job,
    partitionKey,
    count(change) {
      counts = addCounts(counts, change);
      onCounts(counts, change);
    },
    refuse(row) {
      if (refusedRows.length < REFUSED_ROWS_KEPT) refusedRows.push(row);
    },
  };
  const report = (done: boolean, failure?: PartitionFailure): PartitionReport => ({
    partitionKey,
    ...counts,
    done,
    failure,
    refusedRows,
  });

  try {
    await purgePages(run);
    return report(true);
  } catch (error) {
    if (error === STOPPED) return report(false);
    if (error instanceof TablePartitionerError) return report(false, error);
    throw error;
  }
}

async function purgePages(run: PartitionRun): Promise<void> {
  const filter = rowFilter(run);
  let token: string | undefined;
  do {
    const page = await listWithRetries(run, filter, token);
    run.count({ matched: page.rows.length });
    if (!run.dryRun) await deleteRows(run, page.rows);
    token = page.continuationToken;
  } while (token !== undefined);
}
