/**
 * The readers of a feed, side by side, and the rows they have that nobody took yet.
 *
 * 1. Lanes are in the order of the key space. One that is done leaves; one whose reader ended in children gives way to them
 *    when its pages are used up.
 * 2. Every page is told of when its first row is needed, to whoever makes a page of it.
 */
import { type MergeSource, mergeRows } from '../feeds/merge-rows.ts';
import type { CompareRows, OrderedRow } from '../feeds/ordered-row.ts';
import type { Place } from '../feeds/write-feed-state.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { ReadRows } from './held-page.ts';
import type { RangeReader } from './range-reader.ts';

/** Told of a page when its first rows are needed; what is asked of it is the same for all of its rows. */
export type UsePage = (page: ReadRows) => void;

/** The readers of a feed. */
export interface FeedLanes {
  /** The rows of the first lane's next page; `'lost'` when nobody can go on. */
  takePage(use: UsePage): Promise<readonly unknown[] | 'lost'>;
  /** Results of all lanes in the order of the query: so many, or all that are left. */
  takeMerged(use: UsePage, compare: CompareRows, count: number): Promise<readonly unknown[]>;
  /** Begins to read pages of the first so many lanes. */
  readAhead(count: number): void;
  /** Whether there are no more rows. */
  isDone(): boolean;
  /** How far every lane has got. */
  places(): readonly Place[];
}

interface Lane {
  readonly reader: RangeReader;
  /** How many of the reader's first rows were taken. */
  index: number;
  /** The page that was told of last. */
  told?: CosmosResponse;
}

/** Puts readers side by side. @param readers  In the order of the key space. */
export function createLanes(readers: readonly RangeReader[]): FeedLanes {
  let lanes = readers.map((reader): Lane => ({ reader, index: 0 }));

  function settle(): void {
    lanes = lanes.flatMap((lane) => {
      if (!lane.reader.isDone()) return [lane];
      return (lane.reader.children() ?? []).map((reader) => ({ reader, index: 0 }));
    });
  }

  function tell(lane: Lane, use: UsePage): void {
    const page = lane.reader.rows();
    if (page === undefined || page.response === lane.told) return;
    lane.told = page.response;
    use(page);
  }

  /** Sees to it that every lane has a row. @returns Whether there is a lane. */
  async function fillAll(use: UsePage): Promise<boolean> {
    for (;;) {
      settle();
      await Promise.all(lanes.map(({ reader }) => reader.fill()));
      for (const lane of lanes) {
        tell(lane, use);
        while (lane.reader.rows()?.rows.length === 0) {
          lane.reader.shift();
          tell(lane, use);
        }
      }
      if (lanes.every(({ reader }) => reader.pageCount() > 0)) return lanes.length > 0;
    }
  }

  return {
    async takePage(use) {
      for (;;) {
        settle();
        const [lane] = lanes;
        if (lane === undefined) return [];
        await lane.reader.fill();
        const page = lane.reader.rows();
        if (page === undefined && lane.reader.isLost()) return 'lost';
        if (page === undefined) continue;
        tell(lane, use);
        lane.reader.shift();
        return page.rows;
      }
    },

    async takeMerged(use, compare, count) {
      const taken: OrderedRow[] = [];
      while (taken.length < count && (await fillAll(use))) {
        const sources = lanes.map(sourceOf);
        mergeRows(sources, compare, count, taken);
        for (const [at, lane] of lanes.entries()) {
          const { index, rows } = sources[at] as MergeSource;
          if (index === rows.length) lane.reader.shift();
          lane.index = index === rows.length ? 0 : index;
        }
      }
      const results: unknown[] = [];
      for (const { payload } of taken) if (payload !== undefined) results.push(payload);
      return results;
    },

    readAhead(count) {
      for (const { reader } of lanes.slice(0, count)) reader.readAhead();
    },

    isDone() {
      settle();
      return lanes.length === 0;
    },

    places() {
      settle();
      return lanes.flatMap(({ reader, index }) => {
        // Nothing is parsed for it: where no row was taken, the rows do not matter.
        const rows = index === 0 ? [] : (reader.rows()?.rows ?? []);
        const from = reader.from();
        return from === undefined ? [] : [{ from, rows, index }];
      });
    },
  };
}

function sourceOf({ reader, index }: Lane): MergeSource {
  return { rows: (reader.rows()?.rows ?? []) as readonly OrderedRow[], index, isLast: !reader.hasMore() };
}
