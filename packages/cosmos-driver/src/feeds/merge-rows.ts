import type { CompareRows, OrderedRow } from './ordered-row.ts';

/** One partition's page in a merge: rows in order, from which rows before `index` were taken. */
export interface MergeSource {
  readonly rows: readonly OrderedRow[];
  /** The next row to be taken; moved by the merge. */
  index: number;
  /** Whether these are the partition's last rows; otherwise the merge stops when they are used up. */
  readonly isLast: boolean;
}

/**
 * Takes rows from sources in their common order, appending to `taken`, until that holds `limit` rows or a source has no more
 * rows here but more to come. Rows with equal keys are taken in the order of the sources.
 *
 * A heap of sources: a row costs two comparisons as long as one source keeps the lead, and nothing is allocated for it.
 *
 * @param sources  In the order of the key space; each with at least one row left.
 */
export function mergeRows(
  sources: readonly MergeSource[],
  compare: CompareRows,
  limit: number,
  taken: OrderedRow[],
): void {
  const heap = sources.map((_, index) => index);
  const heads = sources.map(({ rows, index }) => rows[index] as OrderedRow);
  let size = heap.length;

  function isBefore(left: number, right: number): boolean {
    const order = compare(heads[left] as OrderedRow, heads[right] as OrderedRow);
    return order < 0 || (order === 0 && left < right);
  }

  function sink(from: number): void {
    let at = from;
    const moving = heap[at] as number;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(heap[child + 1] as number, heap[child] as number)) child++;
      if (isBefore(moving, heap[child] as number)) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = moving;
  }

  for (let at = (size >>> 1) - 1; at >= 0; at--) sink(at);
  while (size > 0 && taken.length < limit) {
    const first = heap[0] as number;
    const source = sources[first] as MergeSource;
    taken.push(heads[first] as OrderedRow);
    source.index++;
    if (source.index < source.rows.length) heads[first] = source.rows[source.index] as OrderedRow;
    else if (!source.isLast) return;
    else {
      size--;
      heap[0] = heap[size] as number;
    }
    if (size > 1) sink(0);
  }
}
