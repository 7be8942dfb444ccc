/**
 * Opens a feed: decides how it is carried out and where it begins, and gives its pages.
 *
 * 1. What the service answers by itself is asked page by page; everything else is read by readers, one for each stretch of keys.
 * 2. A page belongs to who asks for it: its deadline counts from then, its diagnostics are those of the requests it was made of.
 *    Those that no page was made of are told by the last one, or by the error that ends the feed.
 * 3. Whoever has enough closes the feed, which ends what is read ahead.
 */
import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError, isCosmosError } from '../errors/cosmos-error.ts';
import { errorFromOutcome } from '../errors/error-from-outcome.ts';
import { errorWith } from '../errors/error-with.ts';
import { decodeToken, encodeToken } from '../feeds/continuation-token.ts';
import { feedIdentity, isTrivial } from '../feeds/feed-identity.ts';
import { FeedPage } from '../feeds/feed-page.ts';
import type { FeedState } from '../feeds/feed-state.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { operationName, resourceLabel } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import { drainFeed } from './drain-feed.ts';
import { type FeedParts, type FeedRun, invalidContinuation, type NextPage } from './feed-run.ts';
import { beginFrame, interruption, stoppedInFlight } from './operation-run.ts';
import { pollChanges } from './poll-changes.ts';
import { requestPages } from './request-pages.ts';
import { followRequests } from './requests-side-by-side.ts';
import { createSharedWaits } from './shared-work.ts';

/** A feed that was opened. */
export interface OpenFeed {
  /** The next page; `undefined` at the end. One call at a time. @throws {CosmosError} */
  next(): Promise<FeedPage | undefined>;
  /** Ends what is under way. */
  close(): void;
}

/** Opens a feed. @throws {CosmosError} `invalid-continuation` */
export function openFeed(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  parts: FeedParts,
  { signal, isReadingAhead }: { readonly signal: AbortSignal | undefined; readonly isReadingAhead: boolean },
): OpenFeed {
  const { scope } = parts;
  const identity = feedIdentity(operation);
  const state = resumedState(operation);
  const ending = new AbortController();
  const stop = (): void => ending.abort(signal?.reason);
  signal?.addEventListener('abort', stop);
  const requests = followRequests(scope.alarms);
  const run: FeedRun = {
    ...parts,
    operation,
    options,
    state,
    isReadingAhead,
    signal: ending.signal,
    requests,
    onRead(diagnostics) {
      requests.note(diagnostics);
      requests.use([diagnostics]);
    },
    waits: createSharedWaits(),
  };
  let opening: Promise<NextPage> | undefined;
  const nextPage: NextPage = async () => {
    opening ??= engineOf(run);
    return (await opening)();
  };

  async function next(): Promise<FeedPage | undefined> {
    const page = beginFrame(operation, options, signal, scope);
    const diagnosticsOf = (told: readonly CosmosDiagnostics[]): CosmosDiagnostics => {
      const durationMs = scope.clock.elapsedMs() - page.startedAtMs;
      return new CosmosDiagnostics(page.activityId, page.name, told, durationMs, scope.diagnostics);
    };
    /** Ends what is under way. @returns What nobody was told of. @param last  What is told behind it. */
    const tellRest = async (last?: readonly CosmosDiagnostics[]): Promise<CosmosDiagnostics> => {
      ending.abort(signal?.reason);
      await requests.ended();
      return diagnosticsOf(requests.tellAll(last));
    };
    const fail = async (outcome: InterruptedOutcome): Promise<never> => {
      const diagnostics = await tellRest(run.waits.tell(outcome));
      throw errorFromOutcome({ operation, outcome, diagnostics, mayHaveBeenApplied: false });
    };
    const stopped = interruption(page, scope);
    if (stopped !== undefined) return fail(stopped);
    const drawing = nextPage().then((each) => ({ page: each }));
    const drained = await scope.alarms.untilStopped(drawing, page).catch(async (error) => {
      if (!isCosmosError(error)) throw error;
      throw errorWith(error, { diagnostics: await tellRest([error.diagnostics]) });
    });
    if (drained === undefined) return fail(stoppedInFlight(page));
    if (drained.page === undefined) return undefined;
    const { items, responses, state: stateAfter, isNotModified = false, isLast = false } = drained.page;
    return new FeedPage({
      items,
      responses,
      diagnostics: isLast ? await tellRest(requests.tellUsed()) : diagnosticsOf(requests.tellUsed()),
      isNotModified,
      continuationToken() {
        const after = stateAfter();
        if (after === 'too-large') throw tooLarge(operation);
        return after.kind === 'drained' ? undefined : encodeToken(identity, after);
      },
    });
  }

  return {
    next,
    close() {
      signal?.removeEventListener('abort', stop);
      ending.abort();
    },
  };
}

/** What carries a feed out. */
async function engineOf(run: FeedRun): Promise<NextPage> {
  if (run.state?.kind === 'drained') return async () => undefined;
  if (isTrivial(run.operation)) return requestPages(run);
  return run.operation.feed?.changeFeed === undefined ? drainFeed(run) : pollChanges(run);
}

function resumedState(operation: CosmosOperation): FeedState | undefined {
  const token = operation.feed?.continuation;
  if (token === undefined) return undefined;
  let state: FeedState | undefined;
  try {
    state = decodeToken(token, feedIdentity(operation));
  } catch (error) {
    throw invalidContinuation(operation, (error as Error).message);
  }
  if (state !== undefined) return state;
  if (isTrivial(operation)) return { kind: 'request', continuation: token };
  throw invalidContinuation(operation, 'is not one of this driver, which a feed over several partitions needs');
}

function tooLarge(operation: CosmosOperation): CosmosError {
  return new CosmosError(
    `${operationName(operation)} ${resourceLabel(operation)}: a query with GROUP BY, DISTINCT without a matching ORDER BY, or an ` +
      'order that partitions do not keep has no continuation token. Read it to its end by driver.pages.',
    { code: 'unsupported-query' },
  );
}
