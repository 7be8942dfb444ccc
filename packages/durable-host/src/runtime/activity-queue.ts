import type { TaskFailure } from '@perdura/durable-core/engine';
import type { Clock } from '../effects/clock.ts';
import { type ActivityTable, type LeftActivities, laneOf, type StoredActivity } from '../store/activity-table.ts';
import type { NewActivity } from '../turns/turn-changes.ts';
import type { ActivityPlaces } from './activity-places.ts';
import type { GroupCommit } from './group-commit.ts';
import type { IdleGate } from './idle-gate.ts';
import { LanePauses } from './lane-pauses.ts';

/** What an {@link ActivityQueue} works with. */
export interface ActivityQueueParts {
  readonly activities: Pick<ActivityTable, 'takeWaiting' | 'begin' | 'wait'>;
  readonly commits: GroupCommit;
  readonly clock: Clock;
  readonly gate: IdleGate;
  readonly places: ActivityPlaces;
  /** Runs an activity to its end, or answers why nobody can now. */
  readonly run: (activity: StoredActivity) => Promise<{ readonly notNow: unknown } | undefined>;
  /** Fails the task of an activity that is not run any more. */
  readonly refuse: (activity: StoredActivity, failure: TaskFailure) => void;
  /** Told that the database could not be written. */
  readonly onTrouble: (error: unknown) => void;
  /** Told that nobody can run an activity now, and whether that is news. */
  readonly onNotNow: (activity: StoredActivity, reason: unknown, isNews: boolean) => void;
}

/** A new activity, and whether it has a place: `starts` is 1 for one that begins with the commit of its turn, else 0. */
export type AdmittedActivity = NewActivity & Pick<StoredActivity, 'starts'>;

/** Most activities read from the database at once. */
const pageSize = 100;

/** Pause before activities that could not be taken from the database are tried again. */
const retryDelayMs = 1_000;

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
  readonly #pauses = new LanePauses();
  readonly #retries = new Set<() => void>();
  #suspects: StoredActivity[] = [];
  #isSuspectRunning = false;
  #timer: { readonly dueMs: number; readonly withdraw: () => void } | undefined;
  #isClosed = false;

  constructor(parts: ActivityQueueParts) {
    this.#parts = parts;
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
    for (const activity of poisoned) this.#parts.refuse(activity, poisonedFailure(activity));
    this.#suspects = [...suspects];
    for (const lane of lanes) this.#lanes.add(lane);
    this.#fillPlaces();
  }

  /** Begins no more activities. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.withdraw();
    for (const withdraw of this.#retries) withdraw();
  }

  #fillPlaces(): void {
    if (this.#isClosed || (this.#lanes.size === 0 && this.#suspects.length === 0)) return;
    this.#beginSuspect();
    for (const lane of [...this.#lanes]) this.#fillFrom(lane);
  }

  #fillFrom(lane: string): void {
    const { places, clock, gate } = this.#parts;
    const nowMs = clock.now();
    const state = this.#pauses.look(lane, nowMs);
    if (state === 'probed') return;
    if (typeof state === 'object') {
      this.#wakeAt(state.notBeforeMs, nowMs);
      return;
    }
    const most = state === 'probe' ? 1 : pageSize;
    let taken = 0;
    let admission = places.enter(lane, nowMs);
    while (admission === 'now') {
      taken += 1;
      admission = taken < most ? places.enter(lane, nowMs) : 'later';
    }
    if (taken > 0) {
      this.#pauses.probe(lane);
      this.#lanes.delete(lane);
      void gate.track(this.#takeWaiting(lane, taken));
    } else if (admission !== 'later') this.#wakeAt(admission.notBeforeMs, nowMs);
  }

  async #takeWaiting(lane: string, limit: number): Promise<void> {
    const { activities, commits, places, gate } = this.#parts;
    let taken: readonly StoredActivity[] = [];
    try {
      taken = await commits.run(() => activities.takeWaiting(lane, limit));
    } catch (error) {
      for (let place = 0; place < limit; place += 1) places.giveBack(lane);
      this.#pauses.work(lane);
      this.#lanes.add(lane);
      this.#tryAgain(error);
      return;
    }
    for (let place = taken.length; place < limit; place += 1) places.giveBack(lane);
    if (taken.length === limit) this.#lanes.add(lane);
    if (taken.length === 0) this.#pauses.work(lane);
    for (const activity of taken) void gate.track(this.#runToEnd(activity));
    this.#fillPlaces();
  }

  #beginSuspect(): void {
    const [suspect] = this.#suspects;
    const { places, clock, gate } = this.#parts;
    if (suspect === undefined || this.#isSuspectRunning) return;
    const nowMs = clock.now();
    const admission = places.enter(suspect.name, nowMs);
    if (admission === 'later') return;
    if (admission !== 'now') {
      this.#wakeAt(admission.notBeforeMs, nowMs);
      return;
    }
    this.#suspects.shift();
    this.#isSuspectRunning = true;
    void gate.track(this.#runSuspect(suspect));
  }

  async #runSuspect(suspect: StoredActivity): Promise<void> {
    const { activities, commits, places } = this.#parts;
    let begun: StoredActivity | undefined;
    try {
      begun = await commits.run(() => activities.begin(suspect.sequence));
    } catch (error) {
      places.giveBack(suspect.name);
      this.#suspects.unshift(suspect);
      this.#isSuspectRunning = false;
      this.#tryAgain(error);
      return;
    }
    if (begun === undefined) places.giveBack(suspect.name);
    else await this.#runToEnd(begun);
    this.#isSuspectRunning = false;
    this.#fillPlaces();
  }

  async #runToEnd(activity: StoredActivity): Promise<void> {
    const { run, places, clock, onNotNow } = this.#parts;
    const postponed = await run(activity);
    const lane = laneOf(activity.name);
    places.leave(lane);
    if (postponed === undefined) this.#pauses.work(lane);
    else {
      onNotNow(activity, postponed.notNow, this.#pauses.fail(lane, clock.now()).isNews);
      await this.#putBack(activity);
    }
    this.#fillPlaces();
  }

  /** Has an activity wait in the database again. */
  async #putBack({ name, sequence }: Pick<StoredActivity, 'name' | 'sequence'>): Promise<void> {
    const { activities, commits, clock, gate, onTrouble } = this.#parts;
    try {
      await commits.run(() => activities.wait(sequence));
      this.#lanes.add(laneOf(name));
    } catch (error) {
      if (this.#isClosed) return;
      onTrouble(error);
      const withdraw = clock.schedule(() => {
        this.#retries.delete(withdraw);
        void gate.track(this.#putBack({ name, sequence }).then(() => this.#fillPlaces()));
      }, retryDelayMs);
      this.#retries.add(withdraw);
    }
  }

  /** After a commit that failed: not at once, the disk may be full. */
  #tryAgain(error: unknown): void {
    if (this.#isClosed) return;
    this.#parts.onTrouble(error);
    const nowMs = this.#parts.clock.now();
    this.#wakeAt(nowMs + retryDelayMs, nowMs);
  }

  #wakeAt(dueMs: number, nowMs: number): void {
    if (this.#timer !== undefined && this.#timer.dueMs <= dueMs) return;
    this.#timer?.withdraw();
    const withdraw = this.#parts.clock.schedule(() => {
      this.#timer = undefined;
      this.#fillPlaces();
    }, dueMs - nowMs);
    this.#timer = { dueMs, withdraw };
  }
}

function poisonedFailure({ name, starts }: StoredActivity): TaskFailure {
  const errorMessage = `It was begun ${starts} times and the process died each time, so it is not begun again.`;
  return {
    reason: `Activity function '${name}' failed: ${errorMessage}`,
    failureDetails: { errorType: 'activity-poisoned', errorMessage, isNonRetriable: true },
  };
}
