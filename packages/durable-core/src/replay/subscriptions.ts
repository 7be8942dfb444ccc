import type { Outcome } from '../tasks/task.ts';
import type { Entry, Waiter } from './records.ts';

/**
 * The promises behind tasks. One is made when user code first subscribes, so an outcome nobody asked for rejects nothing, and
 * the driver knows whether the code waits for anything.
 */
export class Subscriptions {
  /** Open tasks that user code has subscribed to. */
  openCount = 0;
  /** Whether a subscribed task has settled since the driver last looked. */
  hasResumed = false;

  /** A promise for an entry; while that is open, the same for all. */
  promiseOf(entry: Entry): Promise<unknown> {
    const waiter = entry.waiter ?? Promise.withResolvers<unknown>();
    if (entry.outcome !== undefined) settleWaiter(waiter, entry.outcome);
    else if (entry.waiter === undefined) {
      entry.waiter = waiter;
      this.openCount += 1;
    }
    return waiter.promise;
  }

  /** Settles the promise of an entry that has just got its outcome, if it has one. */
  settle(entry: Entry): void {
    const { waiter, outcome } = entry;
    if (waiter === undefined || outcome === undefined) return;
    // promises that are kept as long as the execution would be most of its memory
    entry.waiter = undefined;
    this.openCount -= 1;
    this.hasResumed = true;
    settleWaiter(waiter, outcome);
  }
}

function settleWaiter({ resolve, reject }: Waiter, outcome: Outcome<unknown>): void {
  if (outcome.status === 'fulfilled') resolve(outcome.value);
  else reject(outcome.error);
}
