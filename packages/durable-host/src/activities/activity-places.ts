import type { ActivityRate, ResolvedHostLimits } from '../options/host-limits.ts';

/** Whether an activity may begin: now, later (a place has to be left first), or not before a time. */
export type Admission = 'now' | 'later' | { readonly notBeforeMs: number };

interface Lane {
  readonly maxConcurrent: number;
  readonly rate: ActivityRate | undefined;
  running: number;
  /** When the last runs began, oldest first; as many as the rate allows at most. */
  starts: number[];
}

/**
 * Counts the activities that run, in all and by name, and knows when their rate allows another.
 *
 * Every `enter` that answers `'now'` is followed by one `leave`.
 */
export class ActivityPlaces {
  readonly #limits: ResolvedHostLimits;
  readonly #lanes = new Map<string, Lane>();
  #running = 0;

  constructor(limits: ResolvedHostLimits) {
    this.#limits = limits;
  }

  /** Takes a place for a run of the named activity, when there is one. */
  enter(name: string, nowMs: number): Admission {
    const lane = this.#lane(name);
    if (this.#running >= this.#limits.maxConcurrentActivities || lane.running >= lane.maxConcurrent) return 'later';
    if (lane.rate !== undefined) {
      const { starts, perMs } = lane.rate;
      const oldest = lane.starts.length < starts ? undefined : lane.starts[0];
      if (oldest !== undefined && nowMs < oldest + perMs) return { notBeforeMs: oldest + perMs };
      if (oldest !== undefined) lane.starts.shift();
      lane.starts.push(nowMs);
    }
    lane.running += 1;
    this.#running += 1;
    return 'now';
  }

  /** Gives a place back after the run. */
  leave(name: string): void {
    const lane = this.#lane(name);
    lane.running -= 1;
    this.#running -= 1;
    // Code may call activities by any number of names; only a rate has to be remembered.
    if (lane.running === 0 && lane.rate === undefined) this.#lanes.delete(name.toLowerCase());
  }

  /** Gives a place back that was not used: nothing began, so the rate does not count it. */
  giveBack(name: string): void {
    this.#lane(name).starts.pop();
    this.leave(name);
  }

  #lane(name: string): Lane {
    const key = name.toLowerCase();
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const { maxConcurrent = Number.POSITIVE_INFINITY, rate } = this.#limits.ofActivity(key);
    const lane: Lane = { maxConcurrent, rate, running: 0, starts: [] };
    this.#lanes.set(key, lane);
    return lane;
  }
}
