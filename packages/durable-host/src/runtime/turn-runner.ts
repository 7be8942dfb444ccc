import type { ActivityQueue } from '../activities/activity-queue.ts';
import type { Clock } from '../effects/clock.ts';
import { isEntityId } from '../entities/is-entity-id.ts';
import { type Arrival, isSuspension } from '../instances/message.ts';
import { NotNowError } from '../json/not-now-error.ts';
import type { ResolvedHostLimits } from '../options/host-limits.ts';
import { dropArrivals } from '../store/drop-arrivals.ts';
import { parkResults } from '../store/park-results.ts';
import { type TurnAftermath, writeTurn } from '../store/write-turn.ts';
import type { Tracing } from '../tracing/tracing.ts';
import { nextArrivals } from '../turns/next-arrivals.ts';
import { endOfTurn, traceTurn } from '../turns/trace-turn.ts';
import type { TurnChanges } from '../turns/turn-changes.ts';
import { ExecutionCache } from './execution-cache.ts';
import type { GroupCommit } from './group-commit.ts';
import { IdleGate } from './idle-gate.ts';
import { loadExecution } from './live-execution.ts';
import { TurnDecider, type TurnDeciderParts } from './turn-decider.ts';
import { TurnPlaces } from './turn-places.ts';
import { TurnRetries } from './turn-retries.ts';

/** What a {@link TurnRunner} works with. */
export interface TurnRunnerParts extends TurnDeciderParts {
  readonly commits: GroupCommit;
  readonly clock: Clock;
  readonly tracing: Tracing;
  readonly limits: ResolvedHostLimits;
  readonly gate: IdleGate;
  /** Makes ids of executions. */
  readonly newId: () => string;
  /** Takes a turn of an entity. */
  readonly takeEntityTurn: (entityId: string) => Promise<void>;
  /** Finds places for the activities a turn asks for, or takes those back. */
  readonly queue: Pick<ActivityQueue, 'admit' | 'dismiss'>;
  /** Told when more can be taken: whether something was forgotten of what the runner was told to be ready. */
  readonly onRoom: (hasForgotten: boolean) => void;
  /** Told after every commit what there is to do now, and how the instance stands. */
  readonly afterTurn: (aftermath: TurnAftermath, changes: TurnChanges) => void;
}

/** Most messages one turn takes; the next turn takes the next. */
const largestTurn = 1_000;

/** Most instances that wait for a place to take a turn before they are left in the database. */
const longestLine = 10_000;

/**
 * Takes the turns of all instances, and sees to those of entities.
 *
 * Owns: which instances are busy and which wait for a place, the code that stands between turns (sticky executions), the
 * results of activities that no commit has taken yet, and the pauses before turns that failed are tried again. Code
 * behind the JSON protocol stands nowhere: it is led through its whole history in every turn.
 *
 * 1. An instance takes one turn at a time; what arrives meanwhile waits for the next.
 * 2. A turn takes everything that is due, runs the code once, and is written in one transaction with what it took.
 * 3. Nothing leaves this process before that transaction is committed.
 * 4. When it cannot be written, the code in memory is ahead of the database and is thrown away.
 */
export class TurnRunner {
  readonly #parts: TurnRunnerParts;
  /** Whether an instance that takes turns has to take another, and whether something may have come into its inbox. */
  readonly #busy = new Map<string, { again: boolean; hasMail: boolean }>();
  readonly #decider: TurnDecider;
  readonly #live: ExecutionCache;
  readonly #places: TurnPlaces;
  readonly #results = new Map<string, Arrival[]>();
  readonly #turns = new IdleGate();
  readonly #retries: TurnRetries;
  readonly #closing = new AbortController();
  #closed = false;

  constructor(parts: TurnRunnerParts) {
    this.#parts = parts;
    this.#decider = new TurnDecider(parts, this.#closing.signal);
    this.#live = new ExecutionCache(parts.limits.maxExecutionsInMemory);
    this.#places = new TurnPlaces(parts.limits.maxConcurrentTurns, longestLine);
    this.#retries = new TurnRetries(parts.clock, (instanceId) => this.ready(instanceId));
  }

  /** Whether so few instances wait for a place that more may be announced. */
  get hasRoom(): boolean {
    return this.#places.hasRoom;
  }

  /** Hands over the result of an activity. */
  deliver(instanceId: string, arrival: Arrival): void {
    const results = this.#results.get(instanceId);
    if (results === undefined) this.#results.set(instanceId, [arrival]);
    else results.push(arrival);
    this.#wake(instanceId, false);
  }

  /** Says that something may have come for an instance. Saying it without need is harmless. */
  ready(instanceId: string): void {
    this.#wake(instanceId, true);
  }

  #wake(instanceId: string, hasMail: boolean): void {
    if (this.#closed) return;
    const busy = this.#busy.get(instanceId);
    if (busy !== undefined) {
      busy.again = true;
      busy.hasMail ||= hasMail;
    } else if (this.#places.enter(instanceId, this.#results.has(instanceId))) {
      void this.#parts.gate.track(this.#turns.track(this.#takeTurns(instanceId, hasMail)));
    }
  }

  /** After the last of an instance's turns: the place goes to the next one. */
  #leave(instanceId: string, wantsMore: boolean): void {
    this.#busy.delete(instanceId);
    const next = this.#places.leave();
    if (this.#closed) return;
    if (next !== undefined) this.ready(next);
    if (wantsMore) this.ready(instanceId);
    if (this.#places.hasRoom) this.#parts.onRoom(this.#places.takeForgotten());
  }

  /** Begins no more turns, and resolves when those under way are written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#closing.abort(new Error('The host is closing.'));
    await this.#turns.whenIdle();
    this.#retries.close();
  }

  async #takeTurns(instanceId: string, hasMail: boolean): Promise<void> {
    const busy = { again: true, hasMail };
    this.#busy.set(instanceId, busy);
    try {
      do {
        const looksForMail = busy.hasMail;
        busy.again = false;
        busy.hasMail = false;
        const isMore = await (isEntityId(instanceId)
          ? this.#parts.takeEntityTurn(instanceId)
          : this.#takeTurn(instanceId, looksForMail));
        if (isMore === true) this.ready(instanceId);
        this.#retries.work(instanceId);
      } while (busy.again && !this.#closed && !this.#places.isWaitedFor);
    } catch (error) {
      busy.again = false;
      this.#live.delete(instanceId);
      if (!(this.#closed && error instanceof NotNowError)) this.#tryAgain(instanceId, error);
    }
    this.#leave(instanceId, busy.again);
  }

  #tryAgain(instanceId: string, error: unknown): void {
    const isNews = this.#retries.fail(instanceId);
    const { log } = this.#parts;
    if (error instanceof NotNowError) {
      // a worker that is down is news once for each instance that waits for it
      log[isNews ? 'warn' : 'debug'](`Instance '${instanceId}' waits: ${error.message}`);
    } else log.error(`Instance '${instanceId}' could not take its turn; it is tried again.`, error);
  }

  /**
   * Answers whether there is more to take than one turn could.
   *
   * @param looksForMail  Whether to look into the inbox; not when all that came are results of activities.
   */
  async #takeTurn(instanceId: string, looksForMail: boolean): Promise<boolean> {
    const { store, commits, clock, functions, newId, queue, tracing } = this.#parts;
    const nowMs = clock.now();
    const results = [...(this.#results.get(instanceId) ?? [])];
    const messages = looksForMail ? store.inbox.due(instanceId, nowMs, largestTurn) : [];
    const isMore = messages.length >= largestTurn;
    const waiting = [...results, ...messages];
    if (waiting.length === 0) return false;
    const live = this.#live.get(instanceId) ?? loadExecution(store, instanceId);
    const arrivals = live === undefined ? waiting : nextArrivals(waiting, live.instance);
    if (arrivals.length === 0) {
      if (results.length > 0) await commits.run(() => parkResults(store, instanceId, results, nowMs));
      this.#forget(instanceId, results);
      return false;
    }
    const turn = live && (await this.#decider.decide(live, arrivals, nowMs));
    if (turn === 'not-now') return false;
    // What a pause held back is taken next, with what came while this turn looked.
    if (arrivals.length < waiting.length || arrivals.some(({ message }) => isSuspension(message)))
      this.ready(instanceId);
    if (live === undefined || turn === undefined) {
      await commits.run(() => dropArrivals(store, arrivals));
      this.#forget(instanceId, arrivals);
      return isMore;
    }
    const { name, version, executionId, traceContext: parent } = turn.changes.instance;
    const doing = tracing.begin({ kind: 'turn', name, version, instanceId, executionId, parent, startedAtMs: nowMs });
    const traced = traceTurn(turn.changes, doing.context);
    const activities = queue.admit(traced.activities);
    let aftermath: TurnAftermath;
    try {
      const changes = { ...traced, activities };
      const writing = { functions, newId, nowMs, historyLength: live.size.events };
      aftermath = await commits.run(() => writeTurn(store, changes, writing));
    } catch (error) {
      queue.dismiss(activities);
      throw error;
    }
    doing.end(endOfTurn(turn.changes, clock.now()));
    this.#forget(instanceId, arrivals);
    if (turn.live === undefined) this.#live.delete(instanceId);
    else this.#live.keep(turn.live);
    this.#parts.afterTurn(aftermath, turn.changes);
    return isMore;
  }

  /** The results a commit has taken. */
  #forget(instanceId: string, taken: readonly Arrival[]): void {
    const results = this.#results.get(instanceId);
    results?.splice(0, taken.filter(({ source }) => source.kind === 'activity').length);
    if (results?.length === 0) this.#results.delete(instanceId);
  }
}
