import type { Logger } from '@perdura/durable-core';
import type { Clock } from '../effects/clock.ts';
import type { GroupCommit } from './group-commit.ts';
import type { IdleGate } from './idle-gate.ts';

/** What an {@link AgePurge} works with. */
export interface AgePurgeParts {
  readonly clock: Clock;
  readonly commits: GroupCommit;
  readonly log: Logger;
  readonly gate: IdleGate;
  /** How long a finished instance is kept, in milliseconds. */
  readonly keepMs: number;
  /** Deletes instances that finished before a time, so many at most; answers how many it deleted. Runs in a transaction. */
  readonly deleteFinished: (beforeMs: number, limit: number) => number;
}

/** Between two looks at least; a short time to keep is looked after more often, but not all the time. */
const longestPauseMs = 3_600_000;
const shortestPauseMs = 1_000;

/** Instances deleted in one transaction: few enough to keep nobody waiting. */
const pageSize = 100;

/** Deletes finished instances once they are old, now and then, in small parts. */
export class AgePurge {
  readonly #parts: AgePurgeParts;
  #withdraw: () => void = () => {};
  #isClosed = false;

  constructor(parts: AgePurgeParts) {
    this.#parts = parts;
  }

  /** Looks now, and from then on until `close`. */
  start(): void {
    void this.#parts.gate.track(this.#look());
  }

  async #look(): Promise<void> {
    const { clock, commits, log, keepMs, deleteFinished } = this.#parts;
    try {
      let deleted = pageSize;
      while (deleted === pageSize && !this.#isClosed) {
        deleted = await commits.run(() => deleteFinished(clock.now() - keepMs, pageSize));
      }
    } catch (error) {
      log.error('Old instances could not be deleted; it is tried again.', error);
    }
    if (this.#isClosed) return;
    const pauseMs = Math.min(Math.max(keepMs, shortestPauseMs), longestPauseMs);
    this.#withdraw = clock.schedule(() => this.start(), pauseMs);
  }

  /** Looks no more. */
  close(): void {
    this.#isClosed = true;
    this.#withdraw();
  }
}
