import type { CosmosResponse } from '../response/cosmos-response.ts';
import { readFeedPage } from '../response/read-feed-page.ts';
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
 * Where a stretch goes on behind a page, as far as its headers tell: without the last row of an ordered query.
 *
 * @returns `undefined` when the page is the last.
 */
export function cursorBehind(
  { kind }: FeedSource,
  cursor: RangeCursor,
  { headers }: CosmosResponse,
): RangeCursor | undefined {
  if (kind === 'change-feed') return { ...cursor, continuation: headers.etag ?? cursor.continuation };
  const { continuation } = headers;
  return continuation === undefined ? undefined : { ...cursor, continuation };
}

/**
 * Takes a page of a stretch.
 *
 * @throws {SyntaxError} when its body is no page, or an ordered query's rows are no rows, or {@link RangeError} when they
 * cannot be put in order.
 */
export function absorbPage(
  source: FeedSource,
  cursor: RangeCursor,
  response: CosmosResponse,
  compare: CompareRows,
): AbsorbedPage {
  const { kind, operation, plan } = source;
  const { body } = response;
  const rows = body.kind === 'bytes' ? readFeedPage(operation, body.bytes) : [];
  const behind = cursorBehind(source, cursor, response);
  if (kind !== 'merge') return { rows, from: cursor, next: behind };

  requireOrderedRows(rows, plan?.orderBy.length ?? 0);
  const { boundary, toPass } = cursor;
  const passed =
    boundary === undefined || toPass === undefined ? undefined : passBoundary(rows, boundary, toPass, compare);
  const fresh = passed === undefined || passed.index === 0 ? rows : rows.slice(passed.index);
  const left = fresh.length > 0 ? undefined : passed?.count;
  const last = boundaryAfter(fresh, fresh.length, boundary, compare);
  return { rows: fresh, from: cursor, next: behind && { ...behind, boundary: last, toPass: left } };
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
