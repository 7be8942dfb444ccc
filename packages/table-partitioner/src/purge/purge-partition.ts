// Purges one partition: lists a page, deletes its rows batch by batch, lists the next. purge() runs several at a time.
//
// 1. One request of a partition is under way at any time.
// 2. An abort ends the work between two requests: no outcome is left unknown. Rows not come to are counted as matched only.
// 3. Deleting the rows of a page does not disturb the next one: continuation tokens are key positions.
// 4. Only a missing token is the end: a page may be empty and still not be the last.
// 5. A position is told when every row before it is done with, so going on from there leaves nothing out.
import { TablePartitionerError } from '../table-partitioner-error.ts';
import { assertPast } from './assert-past.ts';
import { createTurns } from './create-turns.ts';
import { deleteRows } from './delete-rows.ts';
import { listWithRetries } from './list-with-retries.ts';
import { type PartitionJob, type PartitionListener, type PartitionRun, pause, STOPPED } from './partition-run.ts';
import type { PartitionFailure, PartitionReport, RefusedRow } from './purge-report.ts';
import { addCounts, NO_ROWS } from './row-counts.ts';
import { rowFilter } from './row-filter.ts';

const REFUSED_ROWS_KEPT = 10;

/**
 * Purges one partition.
 *
 * @param startToken  The page to begin with, of an earlier purge with the same cutoff.
 * @returns the report, also when the service failed or the purge was aborted. Rejects only with what the listener throws, or
 *   on a bug.
 */
export async function purgePartition(
  partitionKey: string,
  job: PartitionJob,
  startToken: string | undefined,
  { onCounts, onPosition }: PartitionListener,
): Promise<PartitionReport> {
  let counts = NO_ROWS;
  const refusedRows: RefusedRow[] = [];
  const run: PartitionRun = {
    ...job,
    partitionKey,
    takePartitionTurn: createTurns(job.maxRowsPerSecondPerPartition, job.clock),
    count(change) {
      counts = addCounts(counts, change);
      onCounts(counts, change);
    },
    refuse(row) {
      if (refusedRows.length < REFUSED_ROWS_KEPT) refusedRows.push(row);
    },
  };
  const { generation, table } = job;
  const report = (done: boolean, failure?: PartitionFailure): PartitionReport => ({
    generation,
    table,
    partitionKey,
    ...counts,
    done,
    failure,
    refusedRows,
  });

  try {
    await purgePages(run, startToken, onPosition);
    return report(true);
  } catch (error) {
    if (error === STOPPED) return report(false);
    if (error instanceof TablePartitionerError) return report(false, error);
    throw error;
  }
}

async function purgePages(
  run: PartitionRun,
  startToken: string | undefined,
  onPosition: PartitionListener['onPosition'],
): Promise<void> {
  const filter = rowFilter(run);
  let token = startToken;
  do {
    const page = await listWithRetries(run, filter, token).catch((error: unknown) => {
      // A token that was kept for long may no longer be taken: then the partition is gone through from its start.
      const isStale = error instanceof TablePartitionerError && error.code === 'service-refused';
      if (isStale && token !== undefined && token === startToken) return listWithRetries(run, filter, undefined);
      throw error;
    });
    assertPast(run, page.listedAt);
    run.count({ matched: page.rows.length });
    for (const rowKey of page.moving) {
      await pause(run, 0);
      await run.finishMove?.(run.partitionKey, rowKey);
    }
    if (!run.dryRun) await deleteRows(run, page.rows);
    token = page.continuationToken;
    await onPosition(token ?? null);
  } while (token !== undefined);
}
