import type { StoredActivity } from '../store/activity-table.ts';

/**
 * The activities whose next crash is their last: one at a time is let go, so that none is blamed for another's.
 *
 * They are in the database as taken, and in memory only because there are few: as many as ran when a process died.
 */
export class SuspectLine {
  #waiting: readonly StoredActivity[] = [];
  #isOneRunning = false;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Numbers of those that have not been let go. */
  get sequences(): readonly number[] {
    return this.#waiting.map(({ sequence }) => sequence);
  }

  add(suspects: readonly StoredActivity[]): void {
    this.#waiting = [...this.#waiting, ...suspects];
  }

  /** Lets the first go that may begin, unless one runs. It has to `leave`. */
  enter(mayBegin: (suspect: StoredActivity) => boolean): StoredActivity | undefined {
    if (this.#isOneRunning) return undefined;
    const next = this.#waiting.find(mayBegin);
    if (next === undefined) return undefined;
    this.#waiting = this.#waiting.filter((other) => other !== next);
    this.#isOneRunning = true;
    return next;
  }

  /** After the run: another may begin. */
  leave(): void {
    this.#isOneRunning = false;
  }
}
