import type { Clock } from '../effects/clock.ts';
import type { GroupCommit } from '../runtime/group-commit.ts';
import type { IdleGate } from '../runtime/idle-gate.ts';
import { laneOf, type StoredActivity } from '../store/activity-table.ts';
import type { ActivityPlaces } from './activity-places.ts';
import type { LanePauses } from './lane-pauses.ts';

/** What {@link ActivityRuns} work with. */
export interface ActivityRunsParts {
  readonly commits: GroupCommit;
  readonly clock: Clock;
  readonly gate: IdleGate;
  readonly places: ActivityPlaces;
  /** Runs an activity to its end, or answers why nobody can now. */
  readonly run: (activity: StoredActivity) => Promise<{ readonly notNow: unknown } | undefined>;
  /** Told that the database could not be written. */
  readonly onTrouble: (error: unknown) => void;
  /** Told that nobody can run an activity now, and whether that is news. */
  readonly onNotNow: (activity: StoredActivity, reason: unknown, isNews: boolean) => void;
}

/** Pause before what the database refused is tried again: not at once, the disk may be full. */
export const troublePauseMs = 1_000;

/** Runs activities that have a place, has their lanes rest when nobody can run them, and puts those back then. */
export class ActivityRuns {
  readonly #parts: ActivityRunsParts;
  readonly #pauses: LanePauses;
  readonly #retries = new Set<() => void>();
  #isClosed = false;

  constructor(parts: ActivityRunsParts, pauses: LanePauses) {
    this.#parts = parts;
    this.#pauses = pauses;
  }

  /** Runs an activity and leaves its place. Answers whether it was run; else it has to be put back. */
  async run(activity: StoredActivity): Promise<boolean> {
    const { run, places, clock, onNotNow } = this.#parts;
    const postponed = await run(activity);
    const lane = laneOf(activity.name);
    places.leave(lane);
    if (postponed === undefined) this.#pauses.work(lane);
    else onNotNow(activity, postponed.notNow, this.#pauses.fail(lane, clock.now()).isNews);
    return postponed === undefined;
  }

  /**
   * Has an activity wait again. When the database refuses that, it is tried again later.
   *
   * @param write    Puts it back in the database; runs inside a transaction.
   * @param andThen  Told when that is done.
   */
  async putBack(write: () => void, andThen: () => void): Promise<void> {
    const { commits, clock, gate, onTrouble } = this.#parts;
    try {
      await commits.run(write);
      andThen();
    } catch (error) {
      if (this.#isClosed) return;
      onTrouble(error);
      const withdraw = clock.schedule(() => {
        this.#retries.delete(withdraw);
        void gate.track(this.putBack(write, andThen));
      }, troublePauseMs);
      this.#retries.add(withdraw);
    }
  }

  /** Tries nothing again any more. */
  close(): void {
    this.#isClosed = true;
    for (const withdraw of this.#retries) withdraw();
  }
}
