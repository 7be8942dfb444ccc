import type { RowQuery } from '../purge/row-query.ts';
import type { ListedRow } from '../service/encode-deletes.ts';
import type { ListRowsOptions, TableLike } from '../service/table-like.ts';
import { TablePartitionerError } from '../table-partitioner-error.ts';

/** Rows of one page, each once, and where the next one begins. */
export interface ListedPage {
  /** May be none even when there is a next page. */
  readonly rows: readonly ListedRow[];
  /** Keys of rows on their way to a newer generation, where their moves are to be finished. */
  readonly moving: readonly string[];
  /** `undefined` on the last page. */
  readonly continuationToken: string | undefined;
  /** When the service wrote the page, by its own clock, cut to the second; `undefined` when it does not say. */
  readonly listedAt: Date | undefined;
}

/**
 * Lists one page of rows: keys, ETags, and the properties that decide.
 *
 * `etag` is not asked for: the service sends it with every row anyway, and asked for by name it comes back empty.
 *
 * @throws {TablePartitionerError} `unreadable-answer` when a row has no key or ETag; what the client throws otherwise.
 */
export async function listPage(
  table: TableLike,
  query: RowQuery,
  filter: string,
  continuationToken: string | undefined,
  signal: AbortSignal,
): Promise<ListedPage> {
  let date: string | undefined;
  const options: ListRowsOptions = {
    queryOptions: { filter, select: ['PartitionKey', 'RowKey', ...query.properties] },
    abortSignal: signal,
    onResponse: ({ headers }) => {
      date = headers.get('date');
    },
  };
  const answer = await table
    .listEntities(options)
    .byPage(continuationToken === undefined ? {} : { continuationToken })
    .next();
  const listedAt = date === undefined || Number.isNaN(Date.parse(date)) ? undefined : new Date(date);
  if (answer.done === true) return { rows: [], moving: [], continuationToken: undefined, listedAt };

  const rows = new Map<string, ListedRow>();
  const moving: string[] = [];
  for (const row of answer.value) {
    const { rowKey, etag } = row;
    // An ETag goes into a header of its own line: one with a line break could not.
    if (rowKey === undefined || etag === undefined || !/^[^\r\n]+$/.test(etag)) {
      throw new TablePartitionerError(
        'unreadable-answer',
        `A row of table "${table.tableName}" came without key or ETag.`,
        { table: table.tableName },
      );
    }
    const properties = row as Readonly<Record<string, unknown>>;
    // A transaction may not name a row twice.
    if (query.isMoving(properties)) moving.push(rowKey);
    else if (query.isMeant(properties)) rows.set(rowKey, { rowKey, etag });
  }
  return { rows: [...rows.values()], moving, continuationToken: answer.value.continuationToken, listedAt };
}
