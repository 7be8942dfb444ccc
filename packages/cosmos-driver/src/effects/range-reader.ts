/**
 * Reads one stretch of a feed, page by page, ahead of whoever takes the rows.
 *
 * 1. One request at a time: a page says where the next one begins. At most three pages are held, the one under way included.
 *    Their bodies are parsed when they are used, in order: bytes cost the garbage collector nothing, rows do.
 * 2. Where its keys lie is asked of the partition ranges before every request. When several partitions hold them, the reader ends
 *    and its children, one for each, go on from the same place; they come after the pages it still has.
 *    Where a grouped query's keys lie elsewhere than where it began, the place is lost.
 * 3. A refused request is tried again as long as `defaults.partitionMoved` allows: at once when the ranges have changed, else after a wait.
 */
import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { cannotBeJoined } from '../errors/cannot-be-joined.ts';
import { CosmosError, isCosmosError } from '../errors/cosmos-error.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import { type AbsorbedPage, absorbPage, cursorBehind } from '../feeds/absorb-page.ts';
import type { FeedSource } from '../feeds/feed-source.ts';
import { type NextRequest, nextRequest } from '../feeds/next-request.ts';
import type { CompareRows } from '../feeds/ordered-row.ts';
import type { RangeCursor } from '../feeds/range-cursor.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { areTiling } from '../partitioning/key-range.ts';
import type { RoutingMap } from '../partitioning/routing-map.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { isPartitionMoved } from '../response/cosmos-status.ts';
import { exponentialDelay } from '../retry/backoff.ts';
import { execute } from './execute.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { PartitionRanges } from './partition-ranges.ts';
import type { Permits } from './permits.ts';
import type { RequestsSideBySide } from './requests-side-by-side.ts';
import type { SharedWaits } from './shared-waits.ts';

/** A page that is used, with what it took to read it. */
export interface ReadPage extends AbsorbedPage {
  /** Without its body, which the rows are made of. */
  readonly response: CosmosResponse;
  /** The requests it took, those included that failed on the way to it. */
  readonly diagnostics: readonly CosmosDiagnostics[];
}

/** The reader of one stretch. */
export interface RangeReader {
  /** How many pages were read and not used up. */
  pageCount(): number;
  /** The first of them. @throws {CosmosError} when it is no page, or its rows cannot be put in order. */
  page(): ReadPage | undefined;
  /** Where the first page begins, or where it goes on behind its pages; `undefined`: nowhere. */
  from(): RangeCursor | undefined;
  /** Whether it goes on behind its pages, by itself or by its children. */
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
  /** Takes the first page off. */
  shift(): void;
}

/** What all readers of a feed share. */
export interface FeedContext {
  readonly source: FeedSource;
  readonly compare: CompareRows;
  readonly options: ResolvedOperationOptions;
  readonly scope: ExecutionScope;
  readonly ranges: PartitionRanges;
  readonly permits: Permits;
  /** Ends all requests of the feed. */
  readonly signal: AbortSignal;
  /** What the feed waits for that others wait for too. */
  readonly waits: SharedWaits;
  /** Its requests, noted as they end. */
  readonly requests: RequestsSideBySide;
}

/** A page as it came. */
interface HeldPage {
  readonly response: CosmosResponse;
  readonly diagnostics: readonly CosmosDiagnostics[];
  /** Where it begins; `undefined`: right behind the page before it. */
  readonly from: RangeCursor | undefined;
  used?: ReadPage;
}

/** Makes a reader that begins at a cursor. @param inherited  Requests made on the way to it. */
export function createRangeReader(
  context: FeedContext,
  start: RangeCursor,
  inherited: readonly CosmosDiagnostics[] = [],
): RangeReader {
  const { source } = context;
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

  function use(page: HeldPage): ReadPage {
    if (page.used === undefined) {
      const { response, diagnostics: made } = page;
      const absorbed = absorb(context, page.from ?? settled ?? start, response);
      settled = absorbed.next;
      page.used = { ...absorbed, response: { ...response, body: { kind: 'none' } }, diagnostics: made };
    }
    return page.used;
  }

  /** The next request. Only where the keys of an ordered query have moved must the rows before it be known. */
  function plan(from: RangeCursor, map: RoutingMap): NextRequest {
    const next = nextRequest(source, from, map);
    const isSettled = source.kind !== 'merge' || (next.kind === 'request' && next.cursor === from);
    if (isSettled) return next;
    pages.forEach(use);
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
      const isMoved = at !== from || source.kind !== 'merge';
      pages.push({ response, from: isMoved ? at : undefined, diagnostics });
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
    } catch (error) {
      // Whoever needs the page asks for it again, and is told then.
      if (isCosmosError(error)) context.requests.note(error.diagnostics);
    }
    isReadingAhead = false;
  }

  return {
    pageCount: () => pages.length,
    page: () => pages[0] && use(pages[0]),
    from() {
      const [page] = pages;
      if (page === undefined) return cursor && settled;
      return page.used?.from ?? page.from ?? settled;
    },
    hasMore: () => pages.length > 1 || cursor !== undefined || children !== undefined,
    children: () => children,
    isLost: () => isLost,
    isDone: () => pages.length === 0 && cursor === undefined && !isLost,
    async fill() {
      if (pages.length === 0) await read();
    },
    readAhead: () => void readAhead(),
    shift: () => void pages.shift(),
  };
}

type ReadResult =
  | { readonly response: CosmosResponse; readonly at: RangeCursor }
  | { readonly cursors: readonly RangeCursor[] }
  | 'lost';

async function readWhereItLies(
  { source, options, scope, ranges, signal, waits, requests }: FeedContext,
  from: RangeCursor,
  plan: (map: RoutingMap) => NextRequest,
  diagnostics: CosmosDiagnostics[],
): Promise<ReadResult> {
  const onRead = (each: CosmosDiagnostics): void => {
    requests.note(each);
    diagnostics.push(each);
  };
  const reading = { options, onRead, waits };
  let map = await ranges.get(source.container, reading);
  for (let tries = 0; ; tries++) {
    const next = plan(map);
    if (next.kind === 'lost') return 'lost';
    if (next.kind === 'split') {
      if (areTiling(next.cursors, from)) return next;
      throw new CosmosError('The partitions of a feed leave a hole.', { code: 'invalid-response' });
    }
    try {
      const response = await requests.follow(execute(next.operation, options, scope, signal));
      diagnostics.push(response.diagnostics);
      return { response, at: next.cursor };
    } catch (error) {
      if (!isCosmosError(error)) throw error;
      diagnostics.push(error.diagnostics);
      const { firstDelayMs, maxDelayMs, maxRetryCount } = defaults.partitionMoved;
      const hasMoved = error.status !== undefined && isPartitionMoved(error.status);
      if (!hasMoved || tries >= maxRetryCount) throw error;
      // The ranges are read for others too: whoever is to end stops waiting, and is told so by its next attempt.
      const refreshed = ranges.refresh(source.container, map, reading);
      const newest =
        (await scope.alarms.untilStopped(refreshed, { deadlineMs: Number.POSITIVE_INFINITY, signal })) ?? map;
      if (newest === map) await scope.alarms.pause(exponentialDelay(firstDelayMs, maxDelayMs, tries), signal);
      map = newest;
    }
  }
}

/** What cannot be ordered is the query's fault; all else is the service's. */
function absorb({ source, compare }: FeedContext, cursor: RangeCursor, response: CosmosResponse): AbsorbedPage {
  try {
    return absorbPage(source, cursor, response, compare);
  } catch (error) {
    throw error instanceof RangeError
      ? cannotBeJoined(source.operation, error, response.diagnostics)
      : invalidResponse(source.operation, response.diagnostics, error);
  }
}
