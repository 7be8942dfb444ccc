import { listPage } from '../effects/list-page.ts';
import { createDeleteSender } from '../effects/send-deletes.ts';
import { serverTime } from '../effects/server-time.ts';
import type { Partitioner } from '../partitioner/create-partitioner.ts';
import type { PipelineTable } from '../service/assert-table-like.ts';
import { TablePartitionerError } from '../table-partitioner-error.ts';
import type { TablePartitionerErrorCode } from '../table-partitioner-error-code.ts';
import type { PartitionJob } from './partition-run.ts';
import { type PurgeOptions, type ResolvedPurgeOptions, resolvePurgeOptions } from './purge-options.ts';
import { purgePartition } from './purge-partition.ts';
import type { PartitionReport, PurgeReport } from './purge-report.ts';
import { addCounts, NO_ROWS } from './row-counts.ts';
import { runConcurrently } from './run-concurrently.ts';

/** The clocks of the service's servers are not the same clock; so much earlier an idle row's cutoff is set. */
const CLOCK_SKEW_MARGIN_MS = 5_000;
/** Failures that every other partition would meet too. */
const ENDS_EVERYTHING: ReadonlySet<TablePartitionerErrorCode> = new Set(['table-not-found', 'access-denied']);

/**
 * Deletes the rows that were last changed before an instant, partition by partition, in transactions of up to 100.
 *
 * Every delete carries the ETag its row was listed with: a row changed since then stays, even if it changed in the same
 * millisecond. `Timestamp` is the service's "last changed", so what goes is what was idle, not what is old.
 *
 * One partition that fails does not stop the others. A purge can be repeated at any time: deleted rows no longer match.
 *
 * @returns the report; `done` is `false` only after an abort. (An abort while the service is still asked for its time rejects
 *   with the client's abort error: nothing was begun.)
 * @throws {TablePartitionerError} with the report in `report`: `table-not-found` or `access-denied` at once,
 *   `purge-incomplete` at the end when a partition failed or rows were refused.
 * @throws {TypeError} when an option is missing, unknown or wrong; nothing has been sent then.
 */
export async function purge(partitioner: Partitioner, options: PurgeOptions): Promise<PurgeReport> {
  if (typeof partitioner?.partitions !== 'function' || typeof partitioner.client !== 'function') {
    throw new TypeError('purge needs a partitioner, made by createPartitioner.');
  }
  const resolved = resolvePurgeOptions(options);
  const table = partitioner.client();
  const partitionKeys = partitioner.partitions();
  const cutoff = await resolveCutoff(resolved, table);

  const stop = new AbortController();
  const signal = resolved.signal === undefined ? stop.signal : AbortSignal.any([resolved.signal, stop.signal]);
  const job: PartitionJob = {
    ...resolved,
    table: table.tableName,
    cutoff,
    signal,
    listPage: (filter, token) => listPage(table, filter, token, signal),
    sendDeletes: await createDeleteSender(table),
  };
  const reports = new Map(partitionKeys.map((key) => [key, notBegun(key)]));
  let total = NO_ROWS;
  await runConcurrently(partitionKeys, resolved.concurrency, async (partitionKey) => {
    if (signal.aborted) return;
    const report = await purgePartition(partitionKey, job, (partition, change) => {
      total = addCounts(total, change);
      resolved.onProgress?.({ partitionKey, partition, total });
    });
    reports.set(partitionKey, report);
    if (report.failure !== undefined && ENDS_EVERYTHING.has(report.failure.code)) stop.abort();
  });

  const perPartition = [...reports.values()];
  const done = perPartition.every((partition) => partition.done);
  const report: PurgeReport = { ...total, cutoff, dryRun: resolved.dryRun, done, perPartition };
  throwIfIncomplete(report, table.tableName);
  return report;
}

async function resolveCutoff({ age, signal }: ResolvedPurgeOptions, table: PipelineTable): Promise<Date> {
  if ('olderThan' in age) return age.olderThan;
  const now = await serverTime(table, signal === undefined ? {} : { signal });
  return new Date(now.getTime() - age.idleForMs - CLOCK_SKEW_MARGIN_MS);
}

function notBegun(partitionKey: string): PartitionReport {
  return { partitionKey, ...NO_ROWS, done: false, failure: undefined, refusedRows: [] };
}

function throwIfIncomplete(report: PurgeReport, table: string): void {
  const failures = report.perPartition.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const [first] = [...failures.filter(({ code }) => ENDS_EVERYTHING.has(code)), ...failures];
  if (first === undefined && report.failed === 0) return;

  if (first !== undefined && ENDS_EVERYTHING.has(first.code)) {
    throw new TablePartitionerError(first.code, first.message, { ...first, table, report, cause: first });
  }
  const partitions = `${failures.length} of ${report.perPartition.length} partitions failed`;
  const rows = `${report.failed} rows were refused`;
  throw new TablePartitionerError(
    'purge-incomplete',
    `The purge of table "${table}" is incomplete: ${partitions}, ${rows}. ${first?.message ?? 'See report.perPartition.'}`,
    { table, report, cause: first },
  );
}
