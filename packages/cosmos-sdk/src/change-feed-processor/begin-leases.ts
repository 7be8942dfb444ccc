import type { LeasePlan } from './lease-document.ts';
import type { LeaseStore } from './lease-store.ts';
import { missingLeases } from './missing-leases.ts';
import { headOfChanges, type MonitoredContainer } from './monitored-container.ts';
import type { ResolvedProcessorOptions } from './processor-options.ts';

/**
 * The plan of a processor: the one that its first instance made, or, when there is none, a new one with a lease for each partition.
 * Of several instances that start at the same time one decides.
 *
 * @throws {TypeError} when the changes were begun in another mode.
 */
export async function beginLeases(
  container: MonitoredContainer,
  store: LeaseStore,
  { mode, startFrom, processorName }: ResolvedProcessorOptions,
): Promise<LeasePlan> {
  const plan = (await store.readPlan()) ?? (await store.decidePlan(await newPlan(container, mode, startFrom)));
  if (plan.mode === mode) return plan;
  throw new TypeError(
    `Processor "${processorName}" handles the changes of container "${container.id}" in mode '${plan.mode}'. For '${mode}' give it another name.`,
  );
}

/** A processor that begins now begins at the same place whichever instance handles a part first, and however late. */
async function newPlan(
  container: MonitoredContainer,
  mode: ResolvedProcessorOptions['mode'],
  startFrom: ResolvedProcessorOptions['startFrom'],
): Promise<LeasePlan> {
  const ranges = await container.feedRanges();
  if (startFrom === 'now') {
    const starts = await Promise.all(ranges.map((range) => headOfChanges(container, range, mode)));
    return { mode, startFrom: 'beginning', starts };
  }
  const text = startFrom === 'beginning' ? startFrom : startFrom.toISOString();
  return { mode, startFrom: text, starts: ranges.map((range) => ({ range, continuation: undefined })) };
}

/** Makes the leases that were decided on and are missing. @returns All leases. */
export async function completeLeases(
  store: LeaseStore,
  { starts }: LeasePlan,
  durationMs: number,
): ReturnType<LeaseStore['readAll']> {
  const leases = await store.readAll();
  const missing = missingLeases(starts, leases);
  if (missing.length === 0) return leases;
  await Promise.all(missing.map((start) => store.create(start, durationMs)));
  return store.readAll();
}

/** Where the changes of a plan begin that have no continuation. */
export function startOfPlan({ mode, startFrom }: LeasePlan): 'beginning' | 'now' | Date {
  if (mode === 'all-versions-and-deletes') return 'now';
  return startFrom === 'beginning' ? startFrom : new Date(startFrom);
}
