import { type Instance, type InstanceStatus, isFinished } from '../instances/instance.ts';
import { deleteInstance, type Store } from './store.ts';

/** How a request to purge an instance went; only finished ones can be. */
export type PurgeOutcome = 'not-found' | { readonly inStatus: InstanceStatus } | { readonly deleted: number };

/** What a purge has taken away. */
export interface Purged {
  /** How many instances. */
  readonly instances: number;
  /** How many events their histories had. */
  readonly events: number;
}

/**
 * Deletes a finished instance with its history; one that has not finished is left alone. Runs inside a transaction.
 *
 * @param recursive  Also deletes the finished ones among its sub-orchestrations, and theirs.
 */
export function purgeInstance(store: Store, instance: Instance, recursive: boolean): Purged {
  let purged: Purged = { instances: 0, events: 0 };
  const found = [instance];
  for (let next = found.pop(); next !== undefined; next = found.pop()) {
    if (!isFinished(next.status)) continue;
    if (recursive) found.push(...store.instances.children(next));
    purged = { instances: purged.instances + 1, events: purged.events + deleteInstance(store, next.id) };
  }
  return purged;
}
