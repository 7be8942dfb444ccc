/**
 * The pages of a read feed or a query over several partitions.
 *
 * It owns the readers and the rows they have; `openFeed` calls it for one page after the other.
 *
 * 1. Readers are in the order of the key space. One that is done leaves; one that ended in children gives way to them when its
 *    pages are used up.
 * 2. What a page's token says is taken down when the page is made, and written when somebody asks for it: reading ahead changes nothing of it.
 * 3. A query that must have seen all rows gives its results in pages behind the last row.
 */
import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError } from '../errors/cosmos-error.ts';
import { cursorWithin } from '../feeds/cursor-within.ts';
import { scopeOf } from '../feeds/feed-identity.ts';
import type { FeedSource } from '../feeds/feed-source.ts';
import type { FeedState, StageState } from '../feeds/feed-state.ts';
import { type MergeSource, mergeRows } from '../feeds/merge-rows.ts';
import { type OrderedRow, rowOrder } from '../feeds/ordered-row.ts';
import { rangesInScope } from '../feeds/query-plan.ts';
import type { RangeCursor } from '../feeds/range-cursor.ts';
import { createStages, type ResultStages } from '../feeds/result-stages.ts';
import { resumeCursors } from '../feeds/resume-cursors.ts';
import { operationName, resourceLabel } from '../operation/operation-traits.ts';
import { defaults } from '../options/defaults.ts';
import { intersect, isWithin } from '../partitioning/key-range.ts';
import { partitionsWithin } from '../partitioning/routing-map.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { type DrainedPage, type FeedRun, invalidContinuation, type NextPage } from './feed-run.ts';
import { createPermits } from './permits.ts';
import { createRangeReader, type FeedContext, type RangeReader, type ReadPage } from './range-reader.ts';

/** Makes the pages of a feed over several partitions. */
export function drainFeed(run: FeedRun): NextPage {
  let opening: Promise<NextPage> | undefined;
  return async () => {
    opening ??= prepare(run);
    return (await opening)();
  };
}

/** A reader, and how many rows of its first page were taken. */
interface Lane {
  readonly reader: RangeReader;
  index: number;
  /** The page that was told of last; every page is told of once. */
  told?: ReadPage;
}

/** What a page is being made of. */
interface PageDraft {
  readonly responses: CosmosResponse[];
  readonly diagnostics: CosmosDiagnostics[];
}

async function prepare(run: FeedRun): Promise<NextPage> {
  const { operation, options, scope, ranges, plans, signal, onRead } = run;
  const { resource, feed } = operation;
  if (resource.kind !== 'items') throw new TypeError('Only items lie in several partitions.');
  const { container } = resource;
  const plan = feed?.query === undefined ? undefined : await plans.get(container, feed.query, { options, onRead });
  const isMerge = plan !== undefined && plan.orderBy.length > 0 && !plan.isOrderBuffered;
  const source: FeedSource = {
    kind: isMerge ? 'merge' : 'drain',
    operation,
    container,
    scope: scopeOf(operation),
    plan,
  };
  const map = await ranges.get(container, { options, onRead });
  const context: FeedContext = {
    source,
    compare: rowOrder(plan?.orderBy ?? []),
    options,
    scope,
    ranges,
    permits: createPermits(options.maxConcurrency),
    signal,
  };
  const cursors = startingCursors(source, run).flatMap((cursor) =>
    partitionsWithin(map, cursor).flatMap((each) => {
      const part = intersect(cursor, each);
      return part === undefined ? [] : [{ ...cursor, ...part }];
    }),
  );
  if (run.state === undefined && cursors.length > defaults.feed.maxFanOut) throw tooWide(run, cursors.length);
  const lanes = cursors.map((cursor): Lane => ({ reader: createRangeReader(context, cursor), index: 0 }));
  const stages = createStages(plan, run.state && 'stages' in run.state ? run.state.stages : undefined, {
    maxBufferedItems: options.maxBufferedItems,
    requireRoom: (what, count) => {
      if (count > options.maxBufferedItems) throw bufferExceeded(run, what);
    },
  });
  return drain(run, context, lanes, stages);
}

function drain(run: FeedRun, context: FeedContext, start: readonly Lane[], stages: ResultStages): NextPage {
  const isMerge = context.source.kind === 'merge';
  const { maxItemCount = -1 } = run.operation.feed ?? {};
  const pageSize = maxItemCount > 0 ? maxItemCount : defaults.feed.mergedPageSize;
  const isReadingAhead = (run.isReadingAhead || stages.isHolding) && run.options.maxConcurrency > 1;
  let lanes = start;
  let held: readonly unknown[] | undefined;
  let isEnded = false;

  /** Takes away lanes that are done, and puts children in place of their parents. */
  function settle(): void {
    lanes = lanes.flatMap((lane) => {
      const children = lane.reader.isDone() ? lane.reader.children() : undefined;
      if (children !== undefined) return children.map((reader) => ({ reader, index: 0 }));
      return lane.reader.isDone() ? [] : [lane];
    });
  }

  function readAhead(): void {
    if (!isReadingAhead) return;
    const wanted = isMerge || stages.isHolding ? lanes : lanes.slice(0, run.options.maxConcurrency);
    for (const { reader } of wanted) reader.readAhead();
  }

  function use(page: ReadPage, draft: PageDraft): void {
    draft.responses.push(page.response);
    draft.diagnostics.push(...page.diagnostics);
  }

  /** The rows of the first lane's next page. */
  async function takePage(draft: PageDraft): Promise<readonly unknown[]> {
    for (;;) {
      settle();
      const [lane] = lanes;
      if (lane === undefined) return [];
      await lane.reader.fill();
      const [page] = lane.reader.pages;
      if (page === undefined) continue;
      use(page, draft);
      lane.reader.shift();
      return page.rows;
    }
  }

  /** As many rows as make a page, of all lanes in the order of the query. */
  async function takeMerged(draft: PageDraft): Promise<readonly unknown[]> {
    const taken: OrderedRow[] = [];
    while (taken.length < pageSize) {
      if (!(await fillAll(draft))) break;
      const sources = lanes.map(({ reader, index }): MergeSource => {
        const rows = (reader.pages[0]?.rows ?? []) as readonly OrderedRow[];
        return {
          rows,
          index,
          isLast: reader.pages.length === 1 && reader.next() === undefined && reader.children() === undefined,
        };
      });
      mergeRows(sources, context.compare, pageSize, taken);
      for (const [at, lane] of lanes.entries()) {
        lane.index = sources[at]?.index ?? 0;
        if (lane.index < (sources[at]?.rows.length ?? 0)) continue;
        lane.reader.shift();
        lane.index = 0;
      }
      readAhead();
    }
    const payloads: unknown[] = [];
    for (const { payload } of taken) if (payload !== undefined) payloads.push(payload);
    return payloads;
  }

  /** Sees to it that every lane has a row. @returns Whether there is a lane. */
  async function fillAll(draft: PageDraft): Promise<boolean> {
    for (;;) {
      settle();
      const empty = lanes.filter(({ reader }) => reader.pages.length === 0);
      await Promise.all(empty.map(({ reader }) => reader.fill()));
      for (const lane of lanes) {
        const [page] = lane.reader.pages;
        if (page === undefined || page === lane.told) continue;
        lane.told = page;
        use(page, draft);
        if (page.rows.length === 0) lane.reader.shift();
      }
      if (lanes.every(({ reader }) => reader.pages.length > 0)) return lanes.length > 0;
    }
  }

  function stateAfter(): () => FeedState | 'too-large' {
    settle();
    if (isEnded) return () => ({ kind: 'drained' });
    const stageState = stages.state();
    if (stageState === undefined) return () => 'too-large';
    const places = lanes.map(({ reader, index }) => ({
      from: reader.pages[0]?.from ?? reader.next(),
      rows: reader.pages[0]?.rows ?? [],
      index,
    }));
    return () => (isMerge ? mergeState(places, context, stageState) : drainState(places, stageState));
  }

  return async () => {
    if (isEnded) return undefined;
    const draft: PageDraft = { responses: [], diagnostics: [] };
    let results: readonly unknown[] = [];
    while (held === undefined) {
      readAhead();
      results = stages.push(await (isMerge ? takeMerged(draft) : takePage(draft)));
      settle();
      const isLast = lanes.length === 0 || stages.isFull();
      if (isLast) held = [...results, ...stages.finish()];
      else if (!stages.isHolding) break;
    }
    if (held !== undefined) {
      results = stages.isHolding ? held.slice(0, pageSize) : held;
      held = held.slice(results.length);
      isEnded = held.length === 0;
    }
    readAhead();
    const { responses, diagnostics } = draft;
    return { items: results, responses, diagnostics, state: stateAfter() } satisfies DrainedPage;
  };
}

interface Place {
  readonly from: RangeCursor | undefined;
  readonly rows: readonly unknown[];
  readonly index: number;
}

function drainState(places: readonly Place[], stages: StageState): FeedState {
  const cursors = places.flatMap(({ from }) => from ?? []);
  return {
    kind: 'drain',
    from: cursors[0]?.min ?? 'FF',
    cursors: cursors.flatMap(({ min, max, continuation }) =>
      continuation === undefined ? [] : [{ min, max, continuation }],
    ),
    stages,
  };
}

function mergeState(places: readonly Place[], { compare }: FeedContext, stages: StageState): FeedState {
  const cursors = places.flatMap(({ from, rows, index }) =>
    from === undefined ? [] : [cursorWithin(from, rows as readonly OrderedRow[], index, compare)],
  );
  return { kind: 'merge', cursors, stages };
}

/** Where a feed begins, or goes on. */
function startingCursors(source: FeedSource, { state, operation }: FeedRun): readonly RangeCursor[] {
  const ranges = source.plan === undefined ? [source.scope] : rangesInScope(source.plan, source.scope);
  if (state === undefined) return ranges;
  if (state.kind !== source.kind || state.kind === 'change-feed') {
    throw invalidContinuation(operation, 'is of a query that is carried out differently now; start it anew');
  }
  if (!state.cursors.every((cursor) => ranges.some((range) => isWithin(cursor, range)))) {
    throw invalidContinuation(operation, 'lies outside of what the feed is about');
  }
  return state.kind === 'merge' ? state.cursors : resumeCursors(ranges, state.from, state.cursors);
}

function tooWide({ operation }: FeedRun, count: number): CosmosError {
  return new CosmosError(
    `${operationName(operation)} ${resourceLabel(operation)} would go to ${count} partitions, more than ${defaults.feed.maxFanOut}: ` +
      'scope it by withScope(feedRange) to some at a time.',
    { code: 'unsupported-query' },
  );
}

function bufferExceeded({ operation, options }: FeedRun, what: string): CosmosError {
  return new CosmosError(
    `${operationName(operation)} ${resourceLabel(operation)} has to hold more than ${options.maxBufferedItems} items for ${what}: ` +
      'raise the option maxBufferedItems, or let the query give less.',
    { code: 'buffer-exceeded' },
  );
}
