import { type CompareRows, compareResourceIds, type OrderedRow } from './ordered-row.ts';

/** The last row that was taken of one partition's ordered rows, told so that another process finds the next one. */
export interface Boundary {
  /** Its sort keys, as in rows. */
  readonly orderByItems: OrderedRow['orderByItems'];
  /** Resource id of its item. */
  readonly rid: string;
  /** Resource id of the first row taken that has the same sort keys: items between the two were taken, in whichever direction ids run. */
  readonly firstRid: string;
  /** How many rows of that item with those keys were taken; a join makes several of one item. */
  readonly count: number;
}

/**
 * The boundary after some rows of a page were taken.
 *
 * @param index  How many rows of the page.
 * @param before  The boundary before the page.
 */
export function boundaryAfter(
  rows: readonly OrderedRow[],
  index: number,
  before: Boundary | undefined,
  compare: CompareRows,
): Boundary | undefined {
  const last = rows[index - 1];
  if (last === undefined) return before;
  const { _rid: rid, orderByItems } = last;
  let firstRid = rid;
  let count = 0;
  for (let at = index - 1; at >= 0; at--) {
    const row = rows[at] as OrderedRow;
    if (compare(row, last) !== 0) return { orderByItems, rid, firstRid, count };
    firstRid = row._rid;
    if (firstRid === rid) count++;
  }
  if (before !== undefined && compare(rowAt(before), last) === 0) {
    firstRid = before.firstRid;
    if (before.rid === rid) count += before.count;
  }
  return { orderByItems, rid, firstRid, count };
}

/**
 * How many rows at the start of a page lie before a boundary or are it.
 *
 * @param count  Rows of the boundary's own item still to be passed over.
 * @returns Index of the first row that is new, and the `count` for the next page should there be none.
 */
export function passBoundary(
  rows: readonly OrderedRow[],
  boundary: Boundary,
  count: number,
  compare: CompareRows,
): { readonly index: number; readonly count: number } {
  const at = rowAt(boundary);
  let left = count;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as OrderedRow;
    const order = compare(row, at);
    if (order > 0) return { index, count: 0 };
    if (order < 0) continue;
    if (row._rid === boundary.rid) {
      if (left === 0) return { index, count: 0 };
      left--;
    } else if (!liesBetween(row._rid, boundary.firstRid, boundary.rid)) return { index, count: 0 };
  }
  return { index: rows.length, count: left };
}

/** A boundary as a row, to be compared with rows. */
export function rowAt({ rid, orderByItems }: Boundary): OrderedRow {
  return { _rid: rid, orderByItems };
}

function liesBetween(rid: string, one: string, other: string): boolean {
  const fromOne = compareResourceIds(rid, one);
  const fromOther = compareResourceIds(rid, other);
  return fromOne === 0 || fromOther === 0 || fromOne > 0 !== fromOther > 0;
}
