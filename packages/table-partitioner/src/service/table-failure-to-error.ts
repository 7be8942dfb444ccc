import { TablePartitionerError } from '../table-partitioner-error.ts';
import { failureToError } from './failure-to-error.ts';
import type { ServiceFailure } from './service-failure.ts';

/** The error for a failed request about a table, also one that the service is still deleting. */
export function tableFailureToError(
  failure: ServiceFailure,
  work: { readonly table: string; readonly partitionKey?: string },
  cause: unknown,
): TablePartitionerError {
  if (failure.serviceCode !== 'TableBeingDeleted') return failureToError(failure, work, cause);
  const { status, serviceCode } = failure;
  return new TablePartitionerError(
    'table-being-deleted',
    `Table "${work.table}" is being deleted; its name stays taken for a while. Give a new generation a table name that was never used.`,
    { ...work, status, serviceCode, cause },
  );
}
