/**
 * Reads one stretch of a feed, page by page, ahead of whoever takes the rows.
 *
 * 1. One request at a time: a page says where the next one begins. At most three pages are held, the one under way included.
 * 2. Where its keys lie is asked of the partition ranges before every request. When several partitions hold them, the reader ends
 *    and its children, one for each, go on from the same place; they come after the pages it still has.
 * 3. A refused request is tried again as long as `defaults.partitionMoved` allows: at once when the ranges have changed, else after a wait.
 */
import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { cannotBeJoined } from '../errors/cannot-be-joined.ts';
import { CosmosError, isCosmosError } from '../errors/cosmos-error.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import { withEarlierRequests } from '../errors/with-earlier-requests.ts';
import { type AbsorbedPage, absorbPage } from '../feeds/absorb-page.ts';
import type { FeedSource } from '../feeds/feed-source.ts';
import { nextRequest } from '../feeds/next-request.ts';
import type { CompareRows } from '../feeds/ordered-row.ts';
import type { RangeCursor } from '../feeds/range-cursor.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { areTiling } from '../partitioning/key-range.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { isPartitionMoved } from '../response/cosmos-status.ts';
import { exponentialDelay } from '../retry/backoff.ts';
import { execute } from './execute.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { PartitionRanges } from './partition-ranges.ts';
import type { Permits } from './permits.ts';
import type { SharedWaits } from './shared-work.ts';

/** A page that was read, with what it took to read it. */
export interface ReadPage extends AbsorbedPage {
  readonly response: CosmosResponse;
  readonly diagnostics: readonly CosmosDiagnostics[];
}

/** The reader of one stretch. */
export interface RangeReader {
  /** Pages that were read and not used up, in order. */
  readonly pages: readonly ReadPage[];
  /** Where it goes on behind its pages; `undefined`: nowhere. */
  next(): RangeCursor | undefined;
  /** The readers that go on behind its pages; `undefined` as long as it does so itself. */
  children(): readonly RangeReader[] | undefined;
  /** Whether it has no page, and will have none. */
  isDone(): boolean;
  /** Sees to it that there is a page, unless it is done. @throws {CosmosError} */
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
}

/** Makes a reader that begins at a cursor. @param inherited  Requests made on the way to it. */
export function createRangeReader(
  context: FeedContext,
  start: RangeCursor,
  inherited: readonly CosmosDiagnostics[] = [],
): RangeReader {
  const pages: ReadPage[] = [];
  let cursor: RangeCursor | undefined = start;
  let children: readonly RangeReader[] | undefined;
  let reading: Promise<void> | undefined;
  let isReadingAhead = false;
  let diagnostics = [...inherited];

  async function readPage(from: RangeCursor): Promise<void> {
    const result = await readWhereItLies(context, from, diagnostics);
    if ('cursors' in result) {
      children = result.cursors.map((each, index) => createRangeReader(context, each, index === 0 ? diagnostics : []));
      cursor = undefined;
    } else {
      const { page, response } = result;
      pages.push({ ...page, response, diagnostics: [...diagnostics, response.diagnostics] });
      cursor = page.next;
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
    pages,
    next: () => cursor,
    children: () => children,
    isDone: () => pages.length === 0 && cursor === undefined,
    async fill() {
      if (pages.length === 0) await read();
    },
    readAhead: () => void readAhead(),
    shift: () => void pages.shift(),
  };
}

type ReadResult =
  | { readonly page: AbsorbedPage; readonly response: CosmosResponse }
  | { readonly cursors: readonly RangeCursor[] };

async function readWhereItLies(
  { source, compare, options, scope, ranges, signal, waits }: FeedContext,
  from: RangeCursor,
  diagnostics: CosmosDiagnostics[],
): Promise<ReadResult> {
  const reading = { options, onRead: (each: CosmosDiagnostics) => void diagnostics.push(each), waits };
  let map = await ranges.get(source.container, reading);
  for (let tries = 0; ; tries++) {
    const next = nextRequest(source, from, map);
    if (next.kind === 'split') {
      if (areTiling(next.cursors, from)) return next;
      throw new CosmosError('The partitions of a feed leave a hole.', { code: 'invalid-response' });
    }
    try {
      const response = await execute(next.operation, options, scope, signal);
      return { page: absorb(source, next.cursor, response, compare), response };
    } catch (error) {
      const { firstDelayMs, maxDelayMs, maxRetryCount } = defaults.partitionMoved;
      const hasMoved = isCosmosError(error) && error.status !== undefined && isPartitionMoved(error.status);
      if (!hasMoved || tries >= maxRetryCount) {
        throw isCosmosError(error) ? withEarlierRequests(error, diagnostics) : error;
      }
      diagnostics.push(error.diagnostics);
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
function absorb(source: FeedSource, cursor: RangeCursor, response: CosmosResponse, compare: CompareRows): AbsorbedPage {
  try {
    return absorbPage(source, cursor, response, compare);
  } catch (error) {
    throw error instanceof RangeError
      ? cannotBeJoined(source.operation, error, response.diagnostics)
      : invalidResponse(source.operation, response.diagnostics, error);
  }
}
