import { failureToError } from '../service/failure-to-error.ts';
import { readThrownFailure } from '../service/service-failure.ts';
import type { ListRowsOptions, TableLike } from '../service/table-like.ts';
import { TablePartitionerError } from '../table-partitioner-error.ts';

/** How to ask for the time. */
export interface ServerTimeOptions {
  /** Ends the request when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * The time by the clock of the table service: the `Date` header of its answer, cut to the second (RFC 9110 §6.6.1).
 *
 * Take cutoffs from it: `Timestamp` is written by that clock, and this machine's may be ahead of it.
 * It costs one request, which lists at most one row of the table.
 *
 * @throws {TablePartitionerError} `unreadable-answer` when the answer has no date; `table-not-found`, `access-denied`,
 *   `service-busy` or `service-refused` when the request fails.
 */
export async function serverTime(table: TableLike, options: ServerTimeOptions = {}): Promise<Date> {
  let header: string | undefined;
  const listOptions: ListRowsOptions = {
    queryOptions: { select: ['PartitionKey'] },
    onResponse: (response) => {
      header = response.headers.get('date');
    },
  };
  if (options.signal !== undefined) listOptions.abortSignal = options.signal;
  try {
    await table.listEntities(listOptions).byPage({ maxPageSize: 1 }).next();
  } catch (error) {
    const failure = readThrownFailure(error);
    throw failure === undefined ? error : failureToError(failure, { table: table.tableName }, error);
  }

  const time = new Date(header ?? Number.NaN);
  if (Number.isNaN(time.getTime())) {
    throw new TablePartitionerError('unreadable-answer', `The answer of table "${table.tableName}" has no date.`, {
      table: table.tableName,
    });
  }
  return time;
}
