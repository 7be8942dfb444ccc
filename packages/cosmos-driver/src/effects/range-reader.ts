/**
 * Reads one stretch of a feed, page by page, ahead of whoever takes the rows.
 *
 * 1. One request at a time: a page says where the next one begins. At most three pages are held, the one under way included.
 *    Their bodies are parsed when they are used, in order; then their memory is given back.
 * 2. Where its keys lie is asked of the partition ranges before every request. When several partitions hold them, the reader ends
 *    and its children, one for each, go on from the same place; they come after the pages it still has.
 *    Where a grouped query's keys lie elsewhere than where it began, the place is lost.
 */
import { type CosmosDiagnostics, noDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { cannotBeJoined } from '../errors/cannot-be-joined.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import { type AbsorbedRows, absorbRows, cursorBehind, type PagePlace } from '../feeds/absorb-rows.ts';
import { type NextRequest, nextRequest } from '../feeds/next-request.ts';
import type { RangeCursor } from '../feeds/range-cursor.ts';
import { defaults } from '../options/defaults.ts';
import type { RoutingMap } from '../partitioning/routing-map.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { FeedContext } from './feed-context.ts';
import { type HeldPage, holdPage, type ReadRows } from './held-page.ts';
import { readWhereItLies } from './read-where-it-lies.ts';

/** The reader of one stretch. */
export interface RangeReader {
  /** How many pages were read and not used up. */
  pageCount(): number;
  /** The first rows of them. @throws {CosmosError} when their page is none, or they cannot be put in order. */
  rows(): ReadRows | undefined;
  /** Where these begin, or where it goes on behind its pages; `undefined`: nowhere. */
  from(): RangeCursor | undefined;
  /** Whether it goes on behind them, by itself or by its children. */
  hasMore(): boolean;
  /** The readers that go on behind its pages; `undefined` as long as it does so itself. */
  children(): readonly RangeReader[] | undefined;
  /** Whether nobody can go on behind its pages: they were of no use, the whole query begins anew. */
  isLost(): boolean;
  /** Whether it has no page, and will have none. */
  isDone(): boolean;
  /** Sees to it that there is a page, unless it is done or lost. @throws {CosmosError} */
  fill(): Promise<void>;
  /** Begins to read ahead, until there is no more room. What fails is told by `fill`. */
  readAhead(): void;
  /** Takes the first rows off. */
  shift(): void;
}

/** Makes a reader that begins at a cursor. @param inherited  Requests made on the way to it. */
export function createRangeReader(
  context: FeedContext,
  start: RangeCursor,
  inherited: readonly CosmosDiagnostics[] = [],
): RangeReader {
  const { source, scope } = context;
  const pages: HeldPage[] = [];
  /** Where the next request begins, as far as headers tell. */
  let cursor: RangeCursor | undefined = start;
  /** Where the stretch goes on behind the last page that was parsed. */
  let settled: RangeCursor | undefined = start;
  let children: readonly RangeReader[] | undefined;
  let isLost = false;
  let reading: Promise<void> | undefined;
  let isReadingAhead = false;
  let diagnostics = [...inherited];

  /** The next request. Only where the keys of an ordered query have moved must the rows before it be known. */
  function plan(from: RangeCursor, map: RoutingMap): NextRequest {
    const next = nextRequest(source, from, map);
    const isSettled = source.kind !== 'merge' || (next.kind === 'request' && next.cursor === from);
    if (isSettled) return next;
    for (const page of pages) page.parseAll();
    return nextRequest(source, settled ?? from, map);
  }

  async function readPage(from: RangeCursor): Promise<void> {
    const result = await readWhereItLies(context, from, (map) => plan(from, map), diagnostics);
    if (result === 'lost') {
      isLost = true;
      cursor = undefined;
    } else if ('cursors' in result) {
      children = result.cursors.map((each, index) => createRangeReader(context, each, index === 0 ? diagnostics : []));
      cursor = undefined;
    } else {
      const { response, at } = result;
      // A page of an ordered query begins behind the rows before it, which are not parsed yet.
      const isBehind = at === from && source.kind === 'merge';
      pages.push(
        holdPage(
          response,
          diagnostics,
          () => (isBehind ? (settled ?? start) : at),
          (place) => absorb(context, place, response),
          (next) => {
            settled = next;
            if (response.body.kind === 'bytes') scope.freeBody?.(response.body.bytes);
          },
        ),
      );
      cursor = cursorBehind(source, at, response);
    }
    diagnostics = [];
  }

  function read(): Promise<void> {
    if (cursor === undefined) return Promise.resolve();
    const from = cursor;
    reading ??= context.permits
      .run(() => readPage(from))
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  async function readAhead(): Promise<void> {
    if (isReadingAhead) return;
    isReadingAhead = true;
    try {
      while (cursor !== undefined && pages.length + (reading === undefined ? 0 : 1) < defaults.feed.maxPagesPerRange) {
        await read();
      }
    } catch {
      // Whoever needs the page asks for it again, and is told then.
    }
    isReadingAhead = false;
  }

  return {
    pageCount: () => pages.length,
    rows: () => pages[0]?.first(),
    from: () => (pages[0] === undefined ? cursor && settled : pages[0].from()),
    hasMore: () => pages[0]?.hasMore() === true || pages.length > 1 || cursor !== undefined || children !== undefined,
    children: () => children,
    isLost: () => isLost,
    isDone: () => pages.length === 0 && cursor === undefined && !isLost,
    async fill() {
      if (pages.length === 0) await read();
    },
    readAhead: () => void readAhead(),
    shift() {
      pages[0]?.shift();
      if (pages[0]?.isUsedUp() === true) pages.shift();
    },
  };
}

/**
 * What cannot be ordered is the query's fault; all else is the service's. The request is on the error of a page's first rows; whoever
 * took these tells of it otherwise.
 */
function absorb({ source, compare }: FeedContext, place: PagePlace, response: CosmosResponse): AbsorbedRows {
  try {
    return absorbRows(source, place, response, compare);
  } catch (error) {
    const diagnostics = place.at === undefined ? response.diagnostics : noDiagnostics;
    throw error instanceof RangeError
      ? cannotBeJoined(source.operation, error, diagnostics)
      : invalidResponse(source.operation, diagnostics, error);
  }
}
