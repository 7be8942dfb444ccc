/**
 * Handles the changes of one part of the container, page by page, until its lease ends.
 *
 * 1. The next page is handled when the one before is, and was noted as far as it could be: order is kept, and nothing is left out.
 * 2. A page whose handler fails is handled again, after a while, and nothing behind it before.
 * 3. When the part lies in several partitions, because one was split, the lease is replaced by one for each. All of them go on where
 *    it was.
 */
import type { ReadChangeFeedOptions } from '../change-feed/change-feed-options.ts';
import { type Clock, waitOn } from '../client/clock.ts';
import type { QueryPage } from '../queries/query-page.ts';
import type { HeldLease } from './held-lease.ts';
import { leaseToken } from './lease.ts';
import type { MonitoredContainer } from './monitored-container.ts';
import { partsOfRange } from './parts-of-range.ts';
import type { ProcessorErrorContext, ResolvedProcessorOptions } from './processor-options.ts';

/** What changes are handled with. */
export interface ProcessingOptions {
  readonly container: MonitoredContainer;
  readonly clock: Clock;
  readonly options: Pick<ResolvedProcessorOptions, 'mode' | 'maxItemCount' | 'pollIntervalMs' | 'handler'>;
  /** Where a part begins of which nothing was handled. */
  readonly startFrom: ReadChangeFeedOptions['startFrom'];
  readonly onError: (error: unknown, context: ProcessorErrorContext) => void;
}

/** Ends when the lease does. Never fails: errors are told, and it goes on. */
export async function processChanges(held: HeldLease, processing: ProcessingOptions): Promise<void> {
  const { clock, options, onError } = processing;
  const { range } = held.current();
  while (!held.ending.aborted) {
    try {
      await readChanges(held, processing);
    } catch (error) {
      if (held.ending.aborted) return;
      onError(error, { source: 'feed', leaseToken: leaseToken(range), range });
      await waitOn(clock, options.pollIntervalMs, held.ending);
    }
  }
}

/** Reads from where the lease is, until it ends. */
async function readChanges(held: HeldLease, processing: ProcessingOptions): Promise<void> {
  const { container, clock, options, startFrom } = processing;
  const { range, continuation } = held.current();
  const feed = container.changeFeed({
    mode: options.mode,
    startFrom,
    scope: range,
    continuationToken: continuation,
    maxItemCount: options.maxItemCount,
    signal: held.ending,
  });
  for await (const page of feed.pages()) {
    if (page.items.length > 0 && !(await handlePage(held, page, processing))) return;
    if (held.ending.aborted) return;
    const parts = partsOfRange(range, await container.feedRanges());
    if (parts.length > 1) {
      // What a continuation says of a part it says of every piece of that.
      const { continuation: reached } = held.current();
      return held.replaceBy(parts.map((part) => ({ range: part, continuation: reached })));
    }
    if (page.items.length === 0) await waitOn(clock, options.pollIntervalMs, held.ending);
  }
}

/** @returns Whether the page is done with; else the lease ended before. */
async function handlePage(
  held: HeldLease,
  page: QueryPage<unknown>,
  { clock, options, onError }: ProcessingOptions,
): Promise<boolean> {
  const { range } = held.current();
  const label = { leaseToken: leaseToken(range), range };
  const { items, diagnostics, requestCharge, sessionToken, continuationToken } = page;
  for (;;) {
    try {
      await options.handler(items, { ...label, diagnostics, requestCharge, sessionToken, signal: held.lost });
      break;
    } catch (error) {
      // What a handler throws that was told to leave off is no news.
      if (held.lost.aborted) return false;
      onError(error, { ...label, source: 'handler' });
    }
    await waitOn(clock, options.pollIntervalMs, held.ending);
    if (held.ending.aborted) return false;
  }
  if (continuationToken !== undefined && !held.lost.aborted) await held.save(continuationToken);
  return !held.lost.aborted;
}
