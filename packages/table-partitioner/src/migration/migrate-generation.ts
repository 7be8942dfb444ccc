import { listPages } from '../effects/list-pages.ts';
import { runConcurrently } from '../effects/run-concurrently.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import { isTableWide } from '../service/is-table-wide.ts';
import { quote } from '../service/odata-literal.ts';
import type { ListedEntity } from '../service/table-like.ts';
import { isTablePartitionerError, TablePartitionerError } from '../table-partitioner-error.ts';
import type { TablePartitionerErrorCode } from '../table-partitioner-error-code.ts';
import { isRowOfPartition } from './is-row-of-partition.ts';
import { type MigrationLedger, openMigrationLedger } from './migration-ledger.ts';
import { type MigrationOptions, type ResolvedMigrationOptions, resolveMigrationOptions } from './migration-options.ts';
import type { MigrationReport } from './migration-report.ts';

/**
 * Moves the rows of a readonly generation into the active one, partition by partition, while everybody goes on reading and
 * writing them.
 *
 * Every row is fenced, inserted and deleted on condition, as by `Partitioner.move`: no acknowledged change is lost, no deleted
 * row comes back. It can be repeated at any time: what was moved is no longer there. Processes that have not heard of the new
 * generation may still add rows to the old one, so run it until it moves nothing before the generation is retired.
 *
 * @returns the report; `done` is `false` only after an abort.
 * @throws {TablePartitionerError} with the report in `migration`: at once when a table is missing, access denied, or the
 *   generation no longer readonly,
 *   `migration-incomplete` at the end when rows could not be moved.
 * @throws {TypeError} when an option is missing, unknown or wrong, `from` is not readonly, `to` not active, or the partitioner
 *   promises that rows stay; nothing has been sent then.
 */
export async function migrateGeneration(partitioner: Partitioner, options: MigrationOptions): Promise<MigrationReport> {
  if (typeof partitioner?.move !== 'function') {
    throw new TypeError('migrateGeneration needs a partitioner, made by createPartitioner.');
  }
  const resolved = resolveMigrationOptions(partitioner, options);

  const stop = new AbortController();
  const signal = resolved.signal === undefined ? stop.signal : AbortSignal.any([resolved.signal, stop.signal]);
  const ledger = openMigrationLedger(resolved);
  const partitionKeys = partitioner.partitions(resolved.from).filter((key) => !resolved.donePartitions.includes(key));
  // Partitions side by side, and rows of one only where there are fewer partitions than moves at a time.
  const partitionsAtOnce = Math.min(resolved.concurrency, Math.max(partitionKeys.length, 1));
  const rowsAtOnce = Math.floor(resolved.concurrency / partitionsAtOnce);
  const run: PartitionRun = { ...resolved, partitioner, ledger, stop, signal, rowsAtOnce };
  await runConcurrently(partitionKeys, partitionsAtOnce, (partitionKey) => migratePartition(partitionKey, run));

  const report = ledger.report(partitioner.partitions(resolved.from).length);
  if (report.failed === 0) return report;
  const ending = report.unmoved.find(({ code }) => endsEverything(code));
  const first = ending ?? report.unmoved[0];
  throw new TablePartitionerError(
    ending?.code ?? 'migration-incomplete',
    `The migration from generation ${resolved.from} to ${resolved.to} is incomplete: ${report.failed} rows or partitions failed. ${first?.message ?? ''}`.trim(),
    { table: partitioner.table(resolved.from).tableName, migration: report, cause: first },
  );
}

interface PartitionRun extends ResolvedMigrationOptions {
  readonly partitioner: Partitioner;
  readonly ledger: MigrationLedger;
  /** Aborted when a failure ends everything. */
  readonly stop: AbortController;
  readonly signal: AbortSignal;
  readonly rowsAtOnce: number;
}

async function migratePartition(partitionKey: string, run: PartitionRun): Promise<void> {
  const { partitioner, from, ledger, signal } = run;
  const table = partitioner.table(from);
  const query = { filter: `PartitionKey eq ${quote(partitionKey)}`, select: ['PartitionKey', 'RowKey'], signal };
  let isWhole = true;
  try {
    for await (const page of listPages(table, query, run)) {
      await runConcurrently(page, run.rowsAtOnce, async (row) => {
        if (signal.aborted || !(await migrateRow(partitionKey, row, run))) isWhole = false;
      });
      if (signal.aborted) return;
      ledger.tell();
    }
  } catch (error) {
    if (signal.aborted && error === signal.reason) return;
    fail(run, partitionKey, undefined, error);
    return;
  }
  if (isWhole) ledger.finish(partitionKey);
}

/** Whether the row needs no further attempt. */
async function migrateRow(partitionKey: string, row: ListedEntity, run: PartitionRun): Promise<boolean> {
  const { partitioner, from, ledger } = run;
  const { rowKey } = row;
  if (!partitioner.generations.some(({ id, state }) => id === from && state === 'readonly')) {
    // Where a generation is no longer looked into, every row of it would look foreign.
    fail(run, partitionKey, rowKey, noLongerReadonly(partitioner, from));
    return false;
  }
  if (rowKey === undefined || !isRowOfPartition(partitioner, from, partitionKey, rowKey)) {
    ledger.count('foreign');
    return true;
  }
  try {
    // Without the signal: a move that has begun is finished.
    ledger.count((await partitioner.move(rowKey, { from })) ? 'moved' : 'settled');
    return true;
  } catch (error) {
    fail(run, partitionKey, rowKey, error);
    return false;
  }
}

function fail({ ledger, stop }: PartitionRun, partitionKey: string, rowKey: string | undefined, error: unknown): void {
  if (!isTablePartitionerError(error)) throw error;
  ledger.fail({ partitionKey, rowKey, code: error.code, message: error.message });
  if (endsEverything(error.code)) stop.abort();
}

/** Whether a failure is one that the other rows would meet too. */
function endsEverything(code: TablePartitionerErrorCode): boolean {
  return isTableWide(code) || code === 'unknown-generation' || code === 'generations-changed';
}

function noLongerReadonly(partitioner: Partitioner, from: number): TablePartitionerError {
  return new TablePartitionerError(
    'generations-changed',
    `Generation ${from} is no longer readonly: rows are not moved out of it any more.`,
    { table: partitioner.table(from).tableName },
  );
}
