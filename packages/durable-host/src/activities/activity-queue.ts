import type { TaskFailure } from '@perdura/durable-core/engine';
import { type ActivityTable, type LeftActivities, laneOf, type StoredActivity } from '../store/activity-table.ts';
import type { NewActivity } from '../turns/turn-changes.ts';
import { ActivityRuns, type ActivityRunsParts, troublePauseMs } from './activity-runs.ts';
import { LanePauses } from './lane-pauses.ts';
import { poisonedFailure } from './poisoned-failure.ts';
import { SuspectLine } from './suspect-line.ts';
import { WakeTimer } from './wake-timer.ts';

/** What an {@link ActivityQueue} works with. */
export interface ActivityQueueParts extends ActivityRunsParts {
  readonly activities: Pick<ActivityTable, 'takeWaiting' | 'begin' | 'wait' | 'waitApart'>;
  /** Fails the task of an activity that is not run any more. */
  readonly refuse: (activity: StoredActivity, failure: TaskFailure) => void;
}

/** A new activity, and whether it has a place: `starts` is 1 for one that begins with the commit of its turn, else 0. */
export type AdmittedActivity = NewActivity & Pick<StoredActivity, 'starts'>;

/** Most activities read from the database at once. */
const pageSize = 100;

/**
 * Decides which activities run now and which wait in the database.
 *
 * Owns: the places, which lanes have something waiting, and the suspects that run one at a time.
 *
 * 1. That an activity is begun is in the database before it is: by its turn's own commit when a place is free, else by
 *    the commit that takes it from its lane.
 * 2. Nothing that waits is kept in memory, save the suspects an earlier process left.
 * 3. What nobody can run now waits there too, and its lane rests.
 * 4. An activity whose next crash is its last runs when no other such one does, so that it is not blamed for another's.
 */
export class ActivityQueue {
  readonly #parts: ActivityQueueParts;
  /** Lanes in which something may wait; the one that waits longest for its turn is the first. */
  readonly #lanes = new Set<string>();
  readonly #pauses: LanePauses;
  readonly #runs: ActivityRuns;
  readonly #suspects = new SuspectLine();
  readonly #timer: WakeTimer;
  #poisoned: readonly number[] = [];
  #isClosed = false;

  constructor(parts: ActivityQueueParts) {
    this.#parts = parts;
    this.#pauses = new LanePauses();
    this.#runs = new ActivityRuns(parts, this.#pauses);
    this.#timer = new WakeTimer(parts.clock, () => this.#fillPlaces());
  }

  /** Numbers of those an earlier process left that have not been begun in this one, though the database has them as taken. */
  get leftAlone(): readonly number[] {
    return [...this.#poisoned, ...this.#suspects.sequences];
  }

  /** Takes places for the activities a turn asks for, as far as there are. Every one of them has to be dispatched or dismissed. */
  admit(activities: readonly NewActivity[]): readonly AdmittedActivity[] {
    const { places, clock } = this.#parts;
    if (activities.length === 0) return [];
    const nowMs = clock.now();
    return activities.map((activity) => {
      const lane = laneOf(activity.name);
      const isFirst = !this.#isClosed && !this.#lanes.has(lane) && this.#pauses.look(lane, nowMs) === 'open';
      return { ...activity, starts: isFirst && places.enter(activity.name, nowMs) === 'now' ? 1 : 0 };
    });
  }

  /** Gives back the places of activities whose turn could not be written. */
  dismiss(activities: readonly AdmittedActivity[]): void {
    for (const { name, starts } of activities) if (starts > 0) this.#parts.places.giveBack(name);
  }

  /** Runs the activities of a committed turn that have a place; the others wait. */
  dispatch(activities: readonly StoredActivity[]): void {
    const { gate } = this.#parts;
    for (const activity of activities) {
      if (activity.starts > 0) void gate.track(this.#runToEnd(activity));
      else this.#lanes.add(laneOf(activity.name));
    }
    this.#fillPlaces();
  }

  /** Takes up what an earlier process left. */
  resume({ poisoned, suspects, lanes }: LeftActivities): void {
    this.#poisoned = poisoned.map(({ sequence }) => sequence);
    for (const activity of poisoned) this.#parts.refuse(activity, poisonedFailure(activity));
    this.#suspects.add(suspects);
    for (const lane of lanes) this.#lanes.add(lane);
    this.#fillPlaces();
  }

  /** Begins no more activities. */
  close(): void {
    this.#isClosed = true;
    this.#timer.stop();
    this.#runs.close();
  }

  #fillPlaces(): void {
    if (this.#isClosed || (this.#lanes.size === 0 && this.#suspects.isEmpty)) return;
    const { gate } = this.#parts;
    const suspect = this.#suspects.enter(({ name }) => this.#takePlaces(laneOf(name), 1) === 1);
    if (suspect !== undefined) void gate.track(this.#runSuspect(suspect));
    for (const lane of [...this.#lanes]) {
      const taken = this.#takePlaces(lane, pageSize);
      if (taken === 0) continue;
      this.#lanes.delete(lane);
      void gate.track(this.#takeWaiting(lane, taken));
    }
  }

  /** Takes up to so many places in a lane, as its rest and its rate allow. Answers how many. */
  #takePlaces(lane: string, most: number): number {
    const { places, clock } = this.#parts;
    const nowMs = clock.now();
    const state = this.#pauses.look(lane, nowMs);
    if (state === 'probed') return 0;
    if (typeof state === 'object') {
      this.#timer.wakeBy(state.notBeforeMs);
      return 0;
    }
    const limit = state === 'probe' ? 1 : most;
    for (let taken = 0; taken < limit; taken += 1) {
      const admission = places.enter(lane, nowMs);
      if (admission === 'now') continue;
      if (taken > 0) return taken;
      if (admission !== 'later') this.#timer.wakeBy(admission.notBeforeMs);
      return 0;
    }
    this.#pauses.probe(lane);
    return limit;
  }

  /** Gives back places that were taken in a lane and that nothing began in. */
  #giveBack(lane: string, count: number): void {
    for (let place = 0; place < count; place += 1) this.#parts.places.giveBack(lane);
  }

  /** The same when nothing at all began: the lane is no wiser, so it may be looked at again. */
  #leaveUnused(lane: string, count: number): void {
    this.#giveBack(lane, count);
    this.#pauses.work(lane);
  }

  async #takeWaiting(lane: string, limit: number): Promise<void> {
    const { activities, commits, gate } = this.#parts;
    let taken: readonly StoredActivity[] = [];
    try {
      taken = await commits.run(() => activities.takeWaiting(lane, limit));
    } catch (error) {
      this.#leaveUnused(lane, limit);
      this.#lanes.add(lane);
      this.#tryAgain(error);
      return;
    }
    if (taken.length === 0) this.#leaveUnused(lane, limit);
    else this.#giveBack(lane, limit - taken.length);
    if (taken.length === limit) this.#lanes.add(lane);
    for (const activity of taken) void gate.track(this.#runToEnd(activity));
    this.#fillPlaces();
  }

  async #runSuspect(suspect: StoredActivity): Promise<void> {
    const { activities, commits } = this.#parts;
    const lane = laneOf(suspect.name);
    let begun: StoredActivity | undefined;
    try {
      begun = await commits.run(() => activities.begin(suspect.sequence));
    } catch (error) {
      this.#leaveUnused(lane, 1);
      this.#suspects.leave();
      this.#suspects.add([suspect]);
      this.#tryAgain(error);
      return;
    }
    if (begun === undefined) this.#leaveUnused(lane, 1);
    else if (!(await this.#runs.run(begun))) {
      await this.#runs.putBack(
        () => activities.waitApart(suspect.sequence),
        () => {
          this.#suspects.add([suspect]);
          this.#fillPlaces();
        },
      );
    }
    this.#suspects.leave();
    this.#fillPlaces();
  }

  async #runToEnd(activity: StoredActivity): Promise<void> {
    const { activities } = this.#parts;
    if (!(await this.#runs.run(activity))) {
      await this.#runs.putBack(
        () => activities.wait(activity.sequence),
        () => {
          this.#lanes.add(laneOf(activity.name));
          this.#fillPlaces();
        },
      );
    }
    this.#fillPlaces();
  }

  #tryAgain(error: unknown): void {
    if (this.#isClosed) return;
    this.#parts.onTrouble(error);
    this.#timer.wakeBy(this.#parts.clock.now() + troublePauseMs);
  }
}
