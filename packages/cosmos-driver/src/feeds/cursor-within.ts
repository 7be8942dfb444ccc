import { boundaryAfter, rowAt } from './boundary.ts';
import type { CompareRows, OrderedRow } from './ordered-row.ts';
import type { RangeCursor } from './range-cursor.ts';

/**
 * The cursor with which another process comes to the row behind the first `index` rows of a page.
 *
 * @param from  The cursor that asked for the page.
 */
export function cursorWithin(
  from: RangeCursor,
  rows: readonly OrderedRow[],
  index: number,
  compare: CompareRows,
): RangeCursor {
  const { min, max, partitionId, continuation, filteredFrom, toPass = 0 } = from;
  const boundary = boundaryAfter(rows, index, from.boundary, compare);
  // What the filtered query's continuation means only that query knows; the boundary says enough.
  if (filteredFrom !== undefined) return { min, max, boundary };
  if (boundary === undefined) return { min, max, partitionId, continuation };
  const inPage = index === 0 ? 0 : (boundaryAfter(rows, index, undefined, compare)?.count ?? 0);
  const isSameItem = from.boundary?.rid === boundary.rid && compare(rowAt(from.boundary), rowAt(boundary)) === 0;
  return { min, max, partitionId, continuation, boundary, toPass: inPage + (isSameItem ? toPass : 0) };
}
