import type { InboxTable } from './inbox-table.ts';
import type { Store } from './store.ts';

/** What becomes due when, for instances and entities alike. */
export function dueMessages({ inbox, entityMessages }: Store): Pick<InboxTable, 'dueInstances' | 'nextDue'> {
  return {
    dueInstances: (afterMs, untilMs) => [
      ...inbox.dueInstances(afterMs, untilMs),
      ...entityMessages.dueEntities(afterMs, untilMs),
    ],
    nextDue: (afterMs) => earlierOf(inbox.nextDue(afterMs), entityMessages.nextDue(afterMs)),
  };
}

function earlierOf(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
