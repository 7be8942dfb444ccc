/**
 * The pages of a read feed or a query over several partitions; `openFeed` asks for one after the other.
 *
 * 1. What a page's token says is taken down when the page is made, and written when somebody asks for it: reading ahead
 *    changes nothing of it.
 * 2. A query that must have seen all rows gives its results in pages behind the last row. When it loses its place before that, it
 *    begins anew: nobody has seen anything of it.
 */
import { noDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { cannotBeJoined } from '../errors/cannot-be-joined.ts';
import { CosmosError } from '../errors/cosmos-error.ts';
import { invalidResponse } from '../errors/error-from-outcome.ts';
import { scopeOf } from '../feeds/feed-identity.ts';
import type { FeedSource } from '../feeds/feed-source.ts';
import type { FeedState } from '../feeds/feed-state.ts';
import { hasSource } from '../feeds/has-source.ts';
import { splitCursor } from '../feeds/next-request.ts';
import { rowOrder } from '../feeds/ordered-row.ts';
import { createStages, type ResultStages } from '../feeds/result-stages.ts';
import { startingCursors } from '../feeds/starting-cursors.ts';
import { drainState, mergeState } from '../feeds/write-feed-state.ts';
import { operationName, resourceLabel } from '../operation/operation-traits.ts';
import { defaults } from '../options/defaults.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { FeedContext } from './feed-context.ts';
import { createLanes, type FeedLanes, type UsePage } from './feed-lanes.ts';
import { type DrainedPage, type FeedRun, invalidContinuation, type NextPage } from './feed-run.ts';
import { createPermits } from './permits.ts';
import { createRangeReader } from './range-reader.ts';

/** Makes the pages of a feed over several partitions. @throws {CosmosError} when it cannot be carried out. */
export async function drainFeed(run: FeedRun): Promise<NextPage> {
  const { operation, options, scope, ranges, plans, signal, state, onRead, waits, requests } = run;
  const { resource, feed } = operation;
  if (resource.kind !== 'items') throw new TypeError('Only items lie in several partitions.');
  const { container } = resource;
  const plan =
    feed?.query === undefined ? undefined : await plans.get(container, feed.query, { options, onRead, waits });
  const isMerge = plan !== undefined && plan.orderBy.length > 0 && !plan.isOrderBuffered;
  const kind = isMerge ? 'merge' : 'drain';
  const source: FeedSource = { kind, operation, container, scope: scopeOf(operation), plan };
  const cursors = startingCursors(source, state);
  if (typeof cursors === 'string') throw invalidContinuation(operation, cursors);

  const compare = rowOrder(plan?.orderBy ?? []);
  const permits = createPermits(options.maxConcurrency);
  const context: FeedContext = { source, compare, options, scope, ranges, permits, signal, waits, requests };
  const begin = async (): Promise<BegunFeed> => {
    const map = await ranges.get(container, { options, onRead, waits });
    const all = cursors.flatMap((cursor) => splitCursor(cursor, map));
    const pieces = feed?.query === undefined || hasSource(JSON.parse(feed.query).query) ? all : all.slice(0, 1);
    if (state === undefined && pieces.length > defaults.feed.maxFanOut) throw tooWide(run, pieces.length);
    const remembered = state !== undefined && 'stages' in state ? state.stages : undefined;
    const stages = createStages(plan, remembered, (what, count) => {
      if (count > options.maxBufferedItems) throw bufferExceeded(run, what);
    });
    return { lanes: createLanes(pieces.map((cursor) => createRangeReader(context, cursor))), stages };
  };
  return drain(run, context, await begin(), begin);
}

/** A feed from which nothing was taken. */
interface BegunFeed {
  readonly lanes: FeedLanes;
  readonly stages: ResultStages;
}

function drain(
  { operation, options, isReadingAhead, requests }: FeedRun,
  context: FeedContext,
  begun: BegunFeed,
  beginAnew: () => Promise<BegunFeed>,
): NextPage {
  let { lanes, stages } = begun;
  const { compare, source } = context;
  const isMerge = source.kind === 'merge';
  const { maxItemCount = -1 } = operation.feed ?? {};
  const pageSize = maxItemCount > 0 ? maxItemCount : defaults.feed.mergedPageSize;
  /** What must be read anyway is read side by side; the pages of a drain may never be wanted, so few are. */
  const lanesAhead = isMerge || stages.isHolding ? Number.POSITIVE_INFINITY : options.maxConcurrency;
  const canReadAhead = (isReadingAhead || stages.isHolding) && options.maxConcurrency > 1;
  let held: readonly unknown[] | undefined;
  let isEnded = false;

  async function takeRows(use: UsePage): Promise<readonly unknown[]> {
    for (;;) {
      if (stages.isFull()) return [];
      if (canReadAhead) lanes.readAhead(lanesAhead);
      if (isMerge) return lanes.takeMerged(use, compare, Math.min(pageSize, stages.rowsWanted()));
      const rows = await lanes.takePage(use);
      if (rows !== 'lost') return rows;
      ({ lanes, stages } = await beginAnew());
    }
  }

  /** Results of the next rows; all that were held back, behind the last one. */
  async function take(use: UsePage): Promise<readonly unknown[]> {
    for (;;) {
      const rows = await takeRows(use);
      const results = stages.push(rows);
      const isLast = lanes.isDone() || stages.isFull();
      if (isLast) held = [...results, ...stages.finish()];
      if (isLast || !stages.isHolding) return results;
    }
  }

  function stateAfter(): () => FeedState | 'too-large' {
    if (isEnded) return () => ({ kind: 'drained' });
    const remembered = stages.state();
    if (remembered === undefined) return () => 'too-large';
    const places = lanes.places();
    return () => (isMerge ? mergeState(places, compare, remembered) : drainState(places, remembered));
  }

  return async () => {
    if (isEnded) return undefined;
    const responses: CosmosResponse[] = [];
    const use: UsePage = ({ response, diagnostics }) => {
      responses.push(response);
      requests.use(diagnostics);
    };
    let items = held ?? (await take(use).catch((error) => failPage(error, context)));
    if (held !== undefined) {
      items = stages.isHolding ? held.slice(0, pageSize) : held;
      held = held.slice(items.length);
      isEnded = held.length === 0;
    }
    if (canReadAhead && !isEnded) lanes.readAhead(lanesAhead);
    return { items, responses, state: stateAfter(), isLast: isEnded } satisfies DrainedPage;
  };
}

/** A page failed. What cannot be put together is the query's fault, rows that are none are the service's. */
function failPage(error: unknown, { source: { operation } }: FeedContext): never {
  if (error instanceof RangeError) throw cannotBeJoined(operation, error);
  throw error instanceof SyntaxError ? invalidResponse(operation, noDiagnostics, error) : error;
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
