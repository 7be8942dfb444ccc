import { runConcurrently } from '../effects/run-concurrently.ts';
import type { RepeatSettings } from '../effects/table-rows.ts';
import type { FoundRow } from '../partitioner/partitioner.ts';
import { TablePartitionerError } from '../table-partitioner-error.ts';
import { isSortedService } from './is-sorted-service.ts';
import { mergeSorted, type SortedSource } from './merge-sorted.ts';
import { pagesAsTheyCome } from './pages-as-they-come.ts';
import { type PartitionPages, partitionPages, type QueriedGeneration, type QueriedRow } from './partition-pages.ts';
import type { ResolvedQueryOptions } from './query-options.ts';

/** What a query works with. */
export interface Query extends ResolvedQueryOptions {
  /** Those that are read, the oldest first. */
  readonly oldestFirst: readonly QueriedGeneration[];
  readonly settings: RepeatSettings;
}

/**
 * Queries all partitions of all generations that are read.
 *
 * Older generations are read to their end before newer ones are begun: a row that moves meanwhile is met where it came from or
 * where it went, never nowhere. It may be met in both, and is given once.
 */
export async function* queryAll(query: Query): AsyncGenerator<FoundRow, void, undefined> {
  const stop = new AbortController();
  const signal = query.signal === undefined ? stop.signal : AbortSignal.any([query.signal, stop.signal]);
  const partitionsOf = (generation: QueriedGeneration): (() => PartitionPages)[] =>
    generation.partitionKeys.map(
      (partitionKey) => () => partitionPages(generation, partitionKey, { ...query, signal }, query.settings),
    );
  try {
    signal.throwIfAborted();
    yield* query.order === 'rowKey' ? inOrder(query, partitionsOf) : asTheyCome(query, partitionsOf);
  } finally {
    // Whoever stops taking rows ends the requests under way.
    stop.abort();
  }
}

type PartitionsOf = (generation: QueriedGeneration) => (() => PartitionPages)[];

async function* asTheyCome(
  { oldestFirst, concurrency }: Query,
  partitionsOf: PartitionsOf,
): AsyncGenerator<FoundRow, void, undefined> {
  const given = new Set<string>();
  const newest = oldestFirst.at(-1);
  for (const generation of oldestFirst) {
    for await (const page of pagesAsTheyCome(partitionsOf(generation), concurrency)) {
      for (const { found, deleted } of page) {
        if (deleted || given.has(found.rowKey)) continue;
        if (generation !== newest) given.add(found.rowKey);
        yield found;
      }
    }
  }
}

async function* inOrder(query: Query, partitionsOf: PartitionsOf): AsyncGenerator<FoundRow, void, undefined> {
  const { oldestFirst, concurrency } = query;
  const older: QueriedRow[] = [];
  for (const generation of oldestFirst.slice(0, -1)) {
    for await (const page of pagesAsTheyCome(partitionsOf(generation), concurrency)) older.push(...page);
  }
  older.sort(compareRows);

  const newest = oldestFirst.at(-1);
  const streams = newest === undefined ? [] : partitionsOf(newest).map((begin) => begin());
  const isSorted = newest === undefined || isSortedService(newest.table.url);
  const sources = [
    ...streams.map((pages) => (isSorted ? sortedPages(pages) : wholeSorted(pages))),
    onceOf(older.length === 0 ? undefined : older),
  ];
  const first: (readonly QueriedRow[] | undefined)[] = [];
  await runConcurrently(sources.entries(), concurrency, async ([index, source]) => {
    first[index] = await source.next();
  });

  let last: string | undefined;
  for await (const { found, deleted } of mergeSorted(sources, first, (one, other) => compareRows(one, other) < 0)) {
    // The newest copy comes first and hides the others, a tombstone too.
    if (found.rowKey === last) continue;
    last = found.rowKey;
    if (!deleted) yield found;
  }
}

/** Ordinal, as the service orders keys; of one key the newest generation first. */
function compareRows({ found: one }: QueriedRow, { found: other }: QueriedRow): number {
  if (one.rowKey === other.rowKey) return other.generation - one.generation;
  return one.rowKey < other.rowKey ? -1 : 1;
}

/** Pages of a partition that the service lists in order. */
function sortedPages(pages: PartitionPages): SortedSource<QueriedRow> {
  let last = '';
  return {
    async next() {
      for (;;) {
        const { done, value: page } = await pages.next();
        if (done === true || page === undefined) return undefined;
        for (const { found } of page) {
          if (found.rowKey < last) throw unsorted(found);
          last = found.rowKey;
        }
        if (page.length > 0) return page;
      }
    },
  };
}

/** All rows of a partition, sorted here. */
function wholeSorted(pages: PartitionPages): SortedSource<QueriedRow> {
  let isRead = false;
  return {
    async next() {
      if (isRead) return undefined;
      isRead = true;
      const rows: QueriedRow[] = [];
      for await (const page of pages) rows.push(...page);
      return rows.length === 0 ? undefined : rows.sort(compareRows);
    },
  };
}

function onceOf(rows: readonly QueriedRow[] | undefined): SortedSource<QueriedRow> {
  let left = rows;
  return {
    async next() {
      const given = left;
      left = undefined;
      return given;
    },
  };
}

function unsorted({ table, partitionKey }: FoundRow): TablePartitionerError {
  return new TablePartitionerError(
    'unreadable-answer',
    `Partition "${partitionKey}" of table "${table}" was not listed in the order of its keys, as Azure Table Storage does; query it in order 'none'.`,
    { table, partitionKey },
  );
}
