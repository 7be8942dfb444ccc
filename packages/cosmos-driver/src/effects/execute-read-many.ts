/**
 * Reads many items by as few requests as can be.
 *
 * 1. Requests go side by side, as many as `maxConcurrency` allows; the first failure ends the others, and tells what they have tried.
 * 2. A partition that is split meanwhile is followed by its reader, as in every feed.
 * 3. An item that is not there is left out; everything else that fails fails the whole.
 */
import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { isCosmosError } from '../errors/cosmos-error.ts';
import { errorFromOutcome } from '../errors/error-from-outcome.ts';
import { errorWith } from '../errors/error-with.ts';
import { FeedPage } from '../feeds/feed-page.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ItemReference } from '../operation/item-reference.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { partitionAt } from '../partitioning/routing-map.ts';
import { orderItems } from '../read-many/order-items.ts';
import { planReadMany } from '../read-many/plan-read-many.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { FeedParts } from './feed-run.ts';
import { type FetchContext, fetchItem, fetchItems } from './fetch-items.ts';
import { beginFrame, interruption, stoppedInFlight } from './operation-run.ts';
import { createPermits } from './permits.ts';
import { followRequests } from './requests-side-by-side.ts';
import { createSharedWaits } from './shared-work.ts';

/** What is to be read. */
export interface ItemsAsked {
  readonly container: ContainerReference;
  /** In the order in which they are answered. */
  readonly items: readonly ItemReference[];
}

/** Reads items of one container. @throws {CosmosError} with the requests made so far. */
export async function executeReadMany(
  operation: CosmosOperation,
  { container, items: asked }: ItemsAsked,
  options: ResolvedOperationOptions,
  { scope, ranges }: FeedParts,
  signal: AbortSignal | undefined,
): Promise<CosmosResponse> {
  const frame = beginFrame(operation, options, signal, scope);
  const ending = new AbortController();
  const requests = followRequests(scope.alarms);
  const responses: CosmosResponse[] = [];
  const found: unknown[] = [];

  const diagnostics = (last?: readonly CosmosDiagnostics[]): CosmosDiagnostics => {
    const durationMs = scope.clock.elapsedMs() - frame.startedAtMs;
    return new CosmosDiagnostics(frame.activityId, frame.name, requests.tellAll(last), durationMs, scope.diagnostics);
  };
  const context: FetchContext = {
    container,
    sessionToken: operation.sessionToken,
    options: { ...options, endToEndTimeoutMs: undefined },
    scope,
    ranges,
    permits: createPermits(options.maxConcurrency),
    signal: ending.signal,
    waits: createSharedWaits(),
    requests,
    onRead: requests.note,
    onAnswer(response, items) {
      responses.push(response);
      found.push(...items);
    },
  };

  /** Ends what is under way. @returns What was tried. @param last  What is told behind it. */
  const stop = async (last: readonly CosmosDiagnostics[]): Promise<CosmosDiagnostics> => {
    ending.abort();
    await requests.ended();
    return diagnostics(last);
  };
  const fail = async (outcome: InterruptedOutcome): Promise<never> => {
    const made = await stop(context.waits.tell(outcome));
    throw errorFromOutcome({ operation, outcome, diagnostics: made, mayHaveBeenApplied: false });
  };
  const stopped = interruption(frame, scope);
  if (stopped !== undefined) return fail(stopped);
  const fetching = fetchAll(context, asked).then(() => true);
  const isFetched = await scope.alarms.untilStopped(fetching, frame).catch(async (error: unknown) => {
    if (!isCosmosError(error)) throw error;
    throw errorWith(error, { diagnostics: await stop([error.diagnostics]) });
  });
  if (isFetched === undefined) return fail(stoppedInFlight(frame));
  return new FeedPage({
    items: orderItems(asked, found, container.partitionKey),
    responses,
    diagnostics: diagnostics(),
    isNotModified: false,
    continuationToken: () => undefined,
  });
}

async function fetchAll(context: FetchContext, asked: readonly ItemReference[]): Promise<void> {
  if (asked.length === 0) return;
  const map = await context.ranges.get(context.container, context);
  const partitionOf = (key: string): string => partitionAt(map, key).id;
  const rangesById = new Map(map.ranges.map((range) => [range.id, range]));
  await Promise.all(
    planReadMany(asked, partitionOf).map(async (step) => {
      const range = step.kind === 'query' ? rangesById.get(step.range) : undefined;
      if (step.kind === 'read') await fetchItem(context, step.item);
      else if (range !== undefined) await fetchItems(context, step.items, range);
    }),
  );
}
