import type { CosmosResponse } from '../response/cosmos-response.ts';
import { readFeedPage } from '../response/read-feed-page.ts';
import { readPortion } from '../response/read-portion.ts';
import { boundaryAfter, passBoundary } from './boundary.ts';
import { cursorWithin } from './cursor-within.ts';
import type { FeedSource } from './feed-source.ts';
import { type CompareRows, hasSortableKeys, isOrderedRow, type OrderedRow } from './ordered-row.ts';
import type { RangeCursor } from './range-cursor.ts';

/** How far a page was read; an ordered query's is read a portion at a time. */
export interface PagePlace {
  /** The cursor with which another process comes here. */
  readonly from: RangeCursor;
  /** Where in the body the next rows begin; `undefined`: at its start. */
  readonly at?: number | undefined;
  /** Rows of the boundary's item still to be passed over; `undefined`: all that come are new. */
  readonly toPass: number | undefined;
}

/** What rows of a page change in a stretch of the key space. */
export interface AbsorbedRows {
  /** The rows that are new. */
  readonly rows: readonly unknown[];
  /** Where they began, with the rows that were passed over behind it. */
  readonly from: RangeCursor;
  /** Where the page goes on; `undefined`: it was read to its end. */
  readonly rest: PagePlace | undefined;
  /** Where the stretch goes on behind the page's last rows; `undefined`: it is done. */
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
 * Takes the next rows of a page: of an ordered query some, else all.
 *
 * @throws {SyntaxError} when its body is no page, or an ordered query's rows are no rows, or {@link RangeError} when they
 * cannot be put in order.
 */
export function absorbRows(
  source: FeedSource,
  { from, at, toPass }: PagePlace,
  response: CosmosResponse,
  compare: CompareRows,
): AbsorbedRows {
  const { kind, operation, plan } = source;
  const { body } = response;
  const behind = cursorBehind(source, from, response);
  if (kind !== 'merge') {
    const rows = body.kind === 'bytes' ? readFeedPage(operation, body.bytes) : [];
    return { rows, from, rest: undefined, next: behind };
  }
  const { rows, next } = body.kind === 'bytes' ? readPortion(operation, body.bytes, at) : { rows: [], next: undefined };
  requireOrderedRows(rows, plan?.orderBy.length ?? 0);
  const passed =
    from.boundary === undefined || toPass === undefined
      ? undefined
      : passBoundary(rows, from.boundary, toPass, compare);
  const fresh = passed === undefined || passed.index === 0 ? rows : rows.slice(passed.index);
  const left = fresh.length > 0 ? undefined : passed?.count;
  if (next !== undefined) {
    const { boundary, toPass: toPassAgain } = cursorWithin(from, fresh, fresh.length, compare);
    const rest = { from: { ...from, boundary, toPass: toPassAgain }, at: next, toPass: left };
    return { rows: fresh, from, rest, next: undefined };
  }
  const boundary = boundaryAfter(fresh, fresh.length, from.boundary, compare);
  return { rows: fresh, from, rest: undefined, next: behind && { ...behind, boundary, toPass: left } };
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
