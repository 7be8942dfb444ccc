import { TablePartitionerError } from '../table-partitioner-error.ts';
import type { TablePartitionerErrorCode } from '../table-partitioner-error-code.ts';
import { classifyFailure } from './classify-failure.ts';
import type { ServiceFailure } from './service-failure.ts';

/** What could not be done, and where. */
interface FailedWork {
  readonly table: string;
  readonly partitionKey?: string;
}

/** The error for a failure that ends the work on a table or one of its partitions. */
export function failureToError(failure: ServiceFailure, work: FailedWork, cause?: unknown): TablePartitionerError {
  const { table, partitionKey } = work;
  const { status, serviceCode, message } = failure;
  const where = `${partitionKey === undefined ? 'Table' : `Partition "${partitionKey}" of table`} "${table}"`;
  const [code, what] = describe(failure);
  const answer = [status, serviceCode, message].filter((part) => part !== undefined && part !== '').join(' ');
  return new TablePartitionerError(code, `${where}: ${what} (${answer}).`, {
    table,
    partitionKey,
    status,
    serviceCode,
    cause,
  });
}

function describe(failure: ServiceFailure): readonly [TablePartitionerErrorCode, string] {
  switch (classifyFailure(failure).kind) {
    case 'table-missing':
      return ['table-not-found', 'the table does not exist'];
    case 'table-going':
      return ['table-being-deleted', 'it is being deleted, and its name stays taken for a while; never use it again'];
    case 'denied':
      return ['access-denied', 'the service does not accept the credential of the client for this'];
    case 'busy':
      return ['service-busy', 'the service was still failing after the last repeat; try again later'];
    case 'row-missing':
    case 'row-touched':
      return ['service-busy', 'its rows kept changing meanwhile; try again later'];
    default:
      return ['service-refused', 'the service refused the request'];
  }
}
