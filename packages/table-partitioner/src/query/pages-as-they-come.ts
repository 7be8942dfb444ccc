import type { PartitionPages, QueriedRow } from './partition-pages.ts';

/** A page that arrived, of the partition it is from; `undefined` at the partition's end. */
interface Arrival {
  readonly pages: PartitionPages;
  readonly page: readonly QueriedRow[] | undefined;
}

/**
 * Pages of many partitions in the order they arrive, so many partitions at a time.
 *
 * The next page of a partition is asked for only when the last one was taken: whoever is slow to take them has at most
 * `concurrency` pages waiting.
 */
export async function* pagesAsTheyCome(
  partitions: readonly (() => PartitionPages)[],
  concurrency: number,
): AsyncGenerator<readonly QueriedRow[], void, undefined> {
  const waiting = [...partitions];
  const pending = new Map<PartitionPages, Promise<Arrival>>();
  const ask = (pages: PartitionPages): void => {
    const arrival = pages
      .next()
      .then(({ done, value }): Arrival => ({ pages, page: done === true ? undefined : (value ?? []) }));
    // Whoever fails first is thrown by the race; the others must not go unhandled.
    arrival.catch(() => undefined);
    pending.set(pages, arrival);
  };
  const begin = (): void => {
    while (pending.size < concurrency) {
      const next = waiting.shift();
      if (next === undefined) return;
      ask(next());
    }
  };
  for (begin(); pending.size > 0; begin()) {
    const { pages, page } = await Promise.race(pending.values());
    pending.delete(pages);
    if (page === undefined) continue;
    if (page.length > 0) yield page;
    ask(pages);
  }
}
