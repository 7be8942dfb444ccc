/** Items in ascending order, and where the next ones come from. */
export interface SortedSource<T> {
  /** The next items in ascending order, at least one; `undefined` at the end. */
  readonly next: () => Promise<readonly T[] | undefined>;
}

/** A source that has items left. */
interface Head<T> {
  readonly source: SortedSource<T>;
  items: readonly T[];
  at: number;
}

/**
 * Merges sorted sources into one sorted sequence, keeping the current items of each in memory.
 *
 * A binary heap of the sources by their next item: every item costs log₂ of the number of sources.
 *
 * @param firstItems  The first items of every source, `undefined` for one that has none.
 */
export async function* mergeSorted<T>(
  sources: readonly SortedSource<T>[],
  firstItems: readonly (readonly T[] | undefined)[],
  isBefore: (one: T, other: T) => boolean,
): AsyncGenerator<T, void, undefined> {
  const heap: Head<T>[] = [];
  const less = (one: number, other: number): boolean => {
    const [a, b] = [heap[one], heap[other]];
    return a !== undefined && b !== undefined && isBefore(a.items[a.at] as T, b.items[b.at] as T);
  };
  const sink = (from: number): void => {
    for (let parent = from; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      let least = less(left, parent) ? left : parent;
      if (less(right, least)) least = right;
      if (least === parent) return;
      [heap[parent], heap[least]] = [heap[least] as Head<T>, heap[parent] as Head<T>];
      parent = least;
    }
  };
  for (const [index, source] of sources.entries()) {
    const items = firstItems[index];
    if (items !== undefined) heap.push({ source, items, at: 0 });
  }
  for (let parent = Math.floor(heap.length / 2) - 1; parent >= 0; parent--) sink(parent);

  for (let head = heap[0]; head !== undefined; head = heap[0]) {
    yield head.items[head.at] as T;
    head.at++;
    if (head.at === head.items.length) {
      const items = await head.source.next();
      if (items === undefined) {
        const last = heap.pop() as Head<T>;
        if (heap.length > 0 && last !== head) heap[0] = last;
      } else {
        head.items = items;
        head.at = 0;
      }
    }
    sink(0);
  }
}
