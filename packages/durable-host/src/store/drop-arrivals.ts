import type { Arrival } from '../instances/message.ts';
import type { Store } from './store.ts';

/** Deletes messages that came for an instance, or an execution of it, that is over. Runs inside a transaction. */
export function dropArrivals({ inbox, activities }: Store, arrivals: readonly Arrival[]): void {
  for (const { source } of arrivals) {
    if (source.kind === 'inbox') inbox.take(source.sequence);
    else activities.take(source.sequence);
  }
}
