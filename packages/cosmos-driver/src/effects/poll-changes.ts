/**
 * The pages of a change feed over several partitions. It never ends.
 *
 * 1. Partitions are asked in turn, one page at a time. When none has anything new, the page is empty and says 304.
 * 2. A feed that begins now asks every partition once before its first page: what changes from then on is not missed, however
 *    late a partition's turn comes.
 * 3. A partition that has not been asked yet begins where the feed began, also on resume.
 */
import { scopeOf } from '../feeds/feed-identity.ts';
import type { FeedSource } from '../feeds/feed-source.ts';
import { splitCursor } from '../feeds/next-request.ts';
import { startingCursors } from '../feeds/starting-cursors.ts';
import { changeFeedState } from '../feeds/write-feed-state.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { FeedContext } from './feed-context.ts';
import type { UsePage } from './feed-lanes.ts';
import { type FeedRun, invalidContinuation, type NextPage } from './feed-run.ts';
import { createPermits } from './permits.ts';
import { createRangeReader, type RangeReader } from './range-reader.ts';
import type { RequestsSideBySide } from './requests-side-by-side.ts';

/** Makes the pages of a change feed over several partitions. @throws {CosmosError} when it cannot go on from its state. */
export async function pollChanges(run: FeedRun): Promise<NextPage> {
  const { options, scope, ranges, signal, onRead, state, waits, requests } = run;
  const start = state?.kind === 'change-feed' ? state.start : startText(run.operation);
  const operation = startingAt(run.operation, start);
  const { resource } = operation;
  if (resource.kind !== 'items') throw new TypeError('Only items have a change feed.');
  const { container } = resource;
  const source: FeedSource = { kind: 'change-feed', operation, container, scope: scopeOf(operation), plan: undefined };
  const cursors = startingCursors(source, state);
  if (typeof cursors === 'string') throw invalidContinuation(operation, cursors);

  const map = await ranges.get(container, { options, onRead, waits });
  const permits = createPermits(options.maxConcurrency);
  const context: FeedContext = { source, compare: () => 0, options, scope, ranges, permits, signal, waits, requests };
  const pieces = cursors.flatMap((cursor) => splitCursor(cursor, map));
  const readers = pieces.map((cursor) => createRangeReader(context, cursor));
  const found = state?.kind === 'change-feed' ? pieces.findIndex(({ min }) => min === state.next) : 0;
  const first = Math.max(found, 0);
  const isSideBySide = run.isReadingAhead && options.maxConcurrency > 1;
  return poll([...readers.slice(first), ...readers.slice(0, first)], { source, start, isSideBySide, requests });
}

/**
 * Asks readers in turn: the first is asked next, and goes behind the others.
 *
 * @param isSideBySide  Whether the others are asked at the same time; what they have waits for its turn.
 */
function poll(
  begun: readonly RangeReader[],
  {
    source: { scope },
    start,
    isSideBySide,
    requests,
  }: {
    readonly source: FeedSource;
    readonly start: string;
    readonly isSideBySide: boolean;
    readonly requests: RequestsSideBySide;
  },
): NextPage {
  let readers = begun;
  let isPrimed = start !== 'now';

  function settle(): void {
    readers = readers.flatMap((reader) => (reader.isDone() ? (reader.children() ?? []) : [reader]));
  }

  /** Asks those that have not been asked: there can be nothing new for them yet, but they have a continuation then. */
  async function prime(use: UsePage): Promise<void> {
    const asked = new Set<RangeReader>();
    for (;;) {
      settle();
      const unasked = readers.filter((each) => each.from()?.continuation === undefined && !asked.has(each));
      if (unasked.length === 0) return;
      await Promise.all(unasked.map((reader) => reader.fill()));
      for (const reader of unasked) {
        asked.add(reader);
        const page = reader.rows();
        if (page === undefined || page.rows.length > 0) continue;
        use(page);
        reader.shift();
      }
    }
  }

  async function takePage(use: UsePage): Promise<readonly unknown[]> {
    settle();
    if (isSideBySide) await Promise.all(readers.map((reader) => reader.fill()));
    for (let asked = 0; asked < readers.length; ) {
      settle();
      const [reader, ...others] = readers;
      if (reader === undefined) return [];
      await reader.fill();
      const page = reader.rows();
      if (page === undefined) continue;
      use(page);
      reader.shift();
      readers = [...others, reader];
      asked++;
      if (page.rows.length > 0) return page.rows;
    }
    return [];
  }

  return async () => {
    const responses: CosmosResponse[] = [];
    const use: UsePage = ({ response, diagnostics }) => {
      responses.push(response);
      requests.use(diagnostics);
    };
    if (!isPrimed) await prime(use);
    isPrimed = true;
    const items = await takePage(use);
    settle();
    const places = readers.flatMap((reader) => reader.from() ?? []);
    return {
      items,
      responses,
      state: () => changeFeedState(scope, places, start),
      isNotModified: items.length === 0,
    };
  };
}

/** The start as a token has it. */
function startText({ feed }: CosmosOperation): string {
  const { startFrom = 'now' } = feed?.changeFeed ?? {};
  return startFrom instanceof Date ? startFrom.toISOString() : startFrom;
}

/** The same feed with another start; partitions that were never asked begin there. */
function startingAt(operation: CosmosOperation, start: string): CosmosOperation {
  return operation.withStart(start === 'beginning' || start === 'now' ? start : new Date(start));
}
