import type { CosmosResponse } from '../response/cosmos-response.ts';
import { boundaryAfter, passBoundary } from './boundary.ts';
import type { FeedSource } from './feed-source.ts';
import { type CompareRows, hasSortableKeys, isOrderedRow, type OrderedRow } from './ordered-row.ts';
import type { RangeCursor } from './range-cursor.ts';

/** What a page changes in a stretch of the key space. */
export interface AbsorbedPage {
  /** The rows that are new. */
  readonly rows: readonly unknown[];
  /** Where the page began, with the rows that were passed over behind it. */
  readonly from: RangeCursor;
  /** Where the stretch goes on; `undefined`: it is done. */
  readonly next: RangeCursor | undefined;
}

/**
 * Takes a page of a stretch.
 *
 * @throws {SyntaxError} when an ordered query's rows are no rows, or {@link RangeError} when they cannot be put in order.
 */
export function absorbPage(
  { kind, plan }: FeedSource,
  cursor: RangeCursor,
  { body, headers }: CosmosResponse,
  compare: CompareRows,
): AbsorbedPage {
  const rows = body.kind === 'items' ? body.items : [];
  if (kind === 'change-feed') {
    return { rows, from: cursor, next: { ...cursor, continuation: headers.etag ?? cursor.continuation } };
  }
  const { continuation } = headers;
  if (kind === 'drain')
    return { rows, from: cursor, next: continuation === undefined ? undefined : { ...cursor, continuation } };

  requireOrderedRows(rows, plan?.orderBy.length ?? 0);
  const { boundary, toPass } = cursor;
  const passed =
    boundary === undefined || toPass === undefined ? undefined : passBoundary(rows, boundary, toPass, compare);
  const fresh = passed === undefined || passed.index === 0 ? rows : rows.slice(passed.index);
  const left = fresh.length > 0 ? undefined : passed?.count;
  const last = boundaryAfter(fresh, fresh.length, boundary, compare);
  return {
    rows: fresh,
    from: cursor,
    next: continuation === undefined ? undefined : { ...cursor, continuation, boundary: last, toPass: left },
  };
}

function requireOrderedRows(rows: readonly unknown[], keyCount: number): asserts rows is readonly OrderedRow[] {
  for (const row of rows) {
    if (!isOrderedRow(row, keyCount)) throw new SyntaxError('A row of an ordered query lacks its sort keys.');
    if (!hasSortableKeys(row)) {
      throw new RangeError(
        'arrays and objects have no place in an order over several partitions; order by something else, or leave them out with WHERE',
      );
    }
  }
}
