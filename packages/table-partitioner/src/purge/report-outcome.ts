import { isTableWide } from '../service/is-table-wide.ts';
import { TablePartitionerError } from '../table-partitioner-error.ts';
import type { PartitionReport, PurgeReport } from './purge-report.ts';

/** Whether a partition's failure is one that the others would meet too. */
export function endsEverything({ failure }: PartitionReport): boolean {
  return failure !== undefined && (isTableWide(failure.code) || failure.code === 'cutoff-in-future');
}

/**
 * Lets a report pass that tells of no failure.
 *
 * @throws {TablePartitionerError} with the report: the failure that ended everything, or `purge-incomplete`.
 */
export function throwIfIncomplete(report: PurgeReport): void {
  const { perPartition } = report;
  const ending = perPartition.find(endsEverything);
  if (ending?.failure !== undefined) {
    const { failure, table } = ending;
    throw new TablePartitionerError(failure.code, failure.message, { ...failure, table, report, cause: failure });
  }
  const failed = perPartition.filter(({ failure }) => failure !== undefined);
  if (failed.length === 0 && report.failed === 0) return;

  const tables = [...new Set(perPartition.map(({ table }) => `"${table}"`))].join(' and ');
  const first = failed[0]?.failure;
  throw new TablePartitionerError(
    'purge-incomplete',
    `The purge of table ${tables} is incomplete: ${failed.length} of ${perPartition.length} partitions failed, ` +
      `${report.failed} rows were refused. ${first?.message ?? 'See report.perPartition.'}`,
    { table: failed[0]?.table ?? perPartition.find((partition) => partition.failed > 0)?.table, report, cause: first },
  );
}
