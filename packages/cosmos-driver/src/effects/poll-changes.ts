/**
 * The pages of a change feed over several partitions. It never ends.
 *
 * 1. Partitions are asked in turn, one page at a time. When none has anything new, the page is empty and says 304.
 * 2. A feed that begins now asks every partition once before its first page: what changes from then on is not missed, however
 *    late a partition's turn comes.
 * 3. A partition that has not been asked yet begins where the feed began, also on resume.
 */
import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { scopeOf } from '../feeds/feed-identity.ts';
import type { FeedSource } from '../feeds/feed-source.ts';
import type { FeedState } from '../feeds/feed-state.ts';
import type { RangeCursor } from '../feeds/range-cursor.ts';
import { resumeCursors } from '../feeds/resume-cursors.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { intersect, isWithin } from '../partitioning/key-range.ts';
import { partitionsWithin } from '../partitioning/routing-map.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { type FeedRun, invalidContinuation, type NextPage } from './feed-run.ts';
import { createPermits } from './permits.ts';
import { createRangeReader, type FeedContext, type RangeReader, type ReadPage } from './range-reader.ts';

/** Makes the pages of a change feed over several partitions. */
export function pollChanges(run: FeedRun): NextPage {
  let opening: Promise<NextPage> | undefined;
  return async () => {
    opening ??= prepare(run);
    return (await opening)();
  };
}

async function prepare(run: FeedRun): Promise<NextPage> {
  const { operation: asked, options, scope, ranges, signal, onRead, state } = run;
  const { resource, feed } = asked;
  if (resource.kind !== 'items' || feed?.changeFeed === undefined) throw new TypeError('This is no change feed.');
  if (state !== undefined && state.kind !== 'change-feed') {
    throw invalidContinuation(asked, 'is of another kind of feed');
  }
  const { container } = resource;
  const start = state?.start ?? startText(feed.changeFeed.startFrom);
  const operation = CosmosOperation.changeFeed(container, { mode: feed.changeFeed.mode, startFrom: startOf(start) });
  const sized = feed.maxItemCount === undefined ? operation : operation.withMaxItemCount(feed.maxItemCount);
  const within = scopeOf(asked);
  const source: FeedSource = {
    kind: 'change-feed',
    operation: feed.scope === undefined ? sized : sized.withScope(feed.scope),
    container,
    scope: within,
    plan: undefined,
  };
  const context: FeedContext = {
    source,
    compare: () => 0,
    options,
    scope,
    ranges,
    permits: createPermits(options.maxConcurrency),
    signal,
  };
  const begun = state?.cursors ?? [];
  if (!begun.every((cursor) => isWithin(cursor, within))) {
    throw invalidContinuation(asked, 'lies outside of what the feed is about');
  }
  const map = await ranges.get(container, { options, onRead });
  const cursors = resumeCursors([within], within.min, begun).flatMap((cursor) =>
    partitionsWithin(map, cursor).flatMap((each) => {
      const part = intersect(cursor, each);
      return part === undefined ? [] : [{ ...cursor, ...part }];
    }),
  );
  const readers = cursors.map((cursor) => createRangeReader(context, cursor));
  const first = Math.max(
    0,
    cursors.findIndex(({ min }) => min === state?.next),
  );
  return poll([...readers.slice(first), ...readers.slice(0, first)], start);
}

/** Asks readers in turn: the first is asked next, and goes behind the others. */
function poll(start: readonly RangeReader[], startFrom: string): NextPage {
  let readers = start;
  let isPrimed = startFrom !== 'now';

  function settle(): void {
    readers = readers.flatMap((reader) => (reader.isDone() ? (reader.children() ?? []) : [reader]));
  }

  /** Asks those that have not been asked: there can be nothing new for them yet, but they have a continuation then. */
  async function prime(used: ReadPage[]): Promise<void> {
    for (;;) {
      settle();
      const unasked = readers.filter(
        (reader) => reader.next()?.continuation === undefined && reader.pages.length === 0,
      );
      if (unasked.length === 0) return;
      await Promise.all(unasked.map((reader) => reader.fill()));
      for (const reader of unasked) {
        const [page] = reader.pages;
        if (page === undefined || page.rows.length > 0) continue;
        used.push(page);
        reader.shift();
      }
    }
  }

  async function takePage(used: ReadPage[]): Promise<readonly unknown[]> {
    for (let asked = 0; asked < readers.length; ) {
      settle();
      const [reader, ...others] = readers;
      if (reader === undefined) return [];
      await reader.fill();
      const [page] = reader.pages;
      if (page === undefined) continue;
      used.push(page);
      reader.shift();
      readers = [...others, reader];
      asked++;
      if (page.rows.length > 0) return page.rows;
    }
    return [];
  }

  return async () => {
    const used: ReadPage[] = [];
    if (!isPrimed) await prime(used);
    isPrimed = true;
    const items = await takePage(used);
    settle();
    const places = readers.flatMap((reader) => reader.pages[0]?.from ?? reader.next() ?? []);
    const responses: readonly CosmosResponse[] = used.map(({ response }) => response);
    const diagnostics: readonly CosmosDiagnostics[] = used.flatMap((page) => page.diagnostics);
    return {
      items,
      responses,
      diagnostics,
      state: () => stateOf(places, startFrom),
      isNotModified: items.length === 0,
    };
  };
}

function stateOf(places: readonly RangeCursor[], start: string): FeedState {
  const cursors = places
    .flatMap(({ min, max, continuation }) => (continuation === undefined ? [] : [{ min, max, continuation }]))
    .sort((left, right) => (left.min < right.min ? -1 : 1));
  return { kind: 'change-feed', cursors, start, next: places[0]?.min ?? '' };
}

function startText(startFrom: 'beginning' | 'now' | Date): string {
  return startFrom instanceof Date ? startFrom.toISOString() : startFrom;
}

function startOf(text: string): 'beginning' | 'now' | Date {
  return text === 'beginning' || text === 'now' ? text : new Date(text);
}
