import { startOfPlan } from './begin-leases.ts';
import { type LeaseStart, leasesInUse, leaseToken } from './lease.ts';
import type { LeasePlan } from './lease-document.ts';
import type { LeaseStore } from './lease-store.ts';
import { newestLsns } from './log-sequence-numbers.ts';
import { missingLeases } from './missing-leases.ts';
import type { MonitoredContainer } from './monitored-container.ts';
import { partsOfRange } from './parts-of-range.ts';
import type { LeaseLabel } from './processor-options.ts';
import { remainingChanges } from './remaining-changes.ts';

/** How far a processor is behind. */
export interface ProcessorLag {
  /** Changes that wait, all leases together. */
  readonly total: number;
  /** The same by lease, in the order of the container's parts. */
  readonly leases: readonly LeaseLag[];
}

/** How far a processor is behind in one part of the container. */
export interface LeaseLag extends LeaseLabel {
  /** The instance that handles the part; `undefined` for none. */
  readonly owner: string | undefined;
  /** Changes that wait: writes since the first one that was not handled, by log sequence number. */
  readonly remaining: number;
}

/** Estimates how far the processor is behind: one read of one change for each lease. Before the first start there is nothing to tell. */
export async function estimateLag(container: MonitoredContainer, store: LeaseStore): Promise<ProcessorLag> {
  const plan = await store.readPlan();
  if (plan === undefined) return { total: 0, leases: [] };
  const partitions = await container.feedRanges();
  const known = await store.readAll();
  const unmade = missingLeases(plan.starts, known).map((start) => ({ ...start, owner: undefined }));
  const found = [...leasesInUse(known), ...unmade].sort((left, right) => (left.range.min < right.range.min ? -1 : 1));
  const leases = await Promise.all(
    found.map(async ({ range, continuation, owner }): Promise<LeaseLag> => {
      const parts = partsOfRange(range, partitions).length;
      const start = { range, continuation };
      return {
        leaseToken: leaseToken(range),
        range,
        owner,
        remaining: await remainingOf(container, plan, start, parts),
      };
    }),
  );
  return { total: leases.reduce((sum, { remaining }) => sum + remaining, 0), leases };
}

/** @param parts  In how many partitions the part lies: more than one after a split, until its lease is replaced. */
async function remainingOf(
  container: MonitoredContainer,
  plan: LeasePlan,
  { range, continuation }: LeaseStart,
  parts: number,
): Promise<number> {
  const { mode } = plan;
  const startFrom = startOfPlan(plan);
  const feed = container.changeFeed({
    mode,
    startFrom,
    scope: range,
    continuationToken: continuation,
    maxItemCount: 1,
  });
  const byPartition = new Map<string, number>();
  let read = 0;
  for await (const { items, diagnostics } of feed.pages()) {
    if (items.length === 0) break;
    // A page comes by one answer; others before it had nothing.
    const sessionToken = diagnostics.requests.findLast(({ status }) => status === 200)?.sessionToken;
    const [partition = ''] = newestLsns(sessionToken).keys();
    if (!byPartition.has(partition)) byPartition.set(partition, remainingChanges({ sessionToken, items }));
    if (++read >= parts) break;
  }
  return [...byPartition.values()].reduce((sum, remaining) => sum + remaining, 0);
}
