import { finishedStatuses } from '../instances/instance.ts';
import type { InstanceFilter, ListPosition } from './instance-table.ts';
import { purgeInstance } from './purge-instance.ts';
import type { Store } from './store.ts';

/** Ours: what one transaction deletes at most, so that others wait for it no longer than some tens of milliseconds. */
const mostInstances = 100;
const mostEvents = 10_000;

/** What one batch has done. */
export interface PurgedBatch {
  /** How many instances it deleted. */
  readonly instances: number;
  /** Where the next batch goes on; absent when there is nothing left. */
  readonly next?: ListPosition;
}

/** Deletes the first of the finished instances behind a position that a filter chooses. Runs inside a transaction. */
export function purgeBatch(
  store: Store,
  filter: InstanceFilter,
  after: ListPosition | undefined,
  recursive: boolean,
): PurgedBatch {
  const wanted = filter.statuses?.map((status) => status.toLowerCase());
  const statuses = finishedStatuses.filter((status) => wanted?.includes(status.toLowerCase()) ?? true);
  const found = store.instances.list({ ...filter, statuses }, after, mostInstances);
  let instances = 0;
  let events = 0;
  for (const [index, instance] of found.entries()) {
    // As a sub-orchestration of an earlier one it may be gone by now.
    const purged = store.instances.find(instance.id) && purgeInstance(store, instance, recursive);
    instances += purged?.instances ?? 0;
    events += purged?.events ?? 0;
    const isLast = index === mostInstances - 1;
    if (isLast || (events >= mostEvents && index < found.length - 1)) return { instances, next: instance };
  }
  return { instances };
}
