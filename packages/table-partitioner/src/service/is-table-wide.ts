import type { TablePartitionerErrorCode } from '../table-partitioner-error-code.ts';

const TABLE_WIDE: ReadonlySet<TablePartitionerErrorCode> = new Set([
  ...(['table-not-found', 'table-being-deleted', 'access-denied'] as const),
]);

/** Whether a failure is one that every other row and partition of the table would meet too. */
export function isTableWide(code: TablePartitionerErrorCode): boolean {
  return TABLE_WIDE.has(code);
}
