import type { Entry } from './records.ts';

/**
 * The promises behind tasks. One is made when user code first subscribes, so an outcome nobody asked for rejects nothing, and
 * the driver knows whether the code waits for anything.
 */
export class Subscriptions {
  /** Open tasks that user code has subscribed to. */
  openCount = 0;
  /** Whether a subscribed task has settled since the driver last looked. */
  hasResumed = false;

  /** The promise of an entry. */
  promiseOf(entry: Entry): Promise<unknown> {
    if (entry.waiter === undefined) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      entry.waiter = {
        promise,
        settle: (outcome) => (outcome.status === 'fulfilled' ? resolve(outcome.value) : reject(outcome.error)),
      };
      if (entry.outcome === undefined) this.openCount += 1;
      else entry.waiter.settle(entry.outcome);
    }
    return entry.waiter.promise;
  }

  /** Settles the promise of an entry that has just got its outcome, if it has one. */
  settle({ waiter, outcome }: Entry): void {
    if (waiter === undefined || outcome === undefined) return;
    this.openCount -= 1;
    this.hasResumed = true;
    waiter.settle(outcome);
  }
}
