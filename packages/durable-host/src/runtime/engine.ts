import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from '@perdura/durable-core/engine';
import { ActivityDispatcher } from '../activities/activity-dispatcher.ts';
import { ActivityPlaces } from '../activities/activity-places.ts';
import { ActivityQueue } from '../activities/activity-queue.ts';
import { type Clock, monotonicClock } from '../effects/clock.ts';
import type { ClientBinding } from '../http/client-binding.ts';
import { isFinished } from '../instances/instance.ts';
import { messageOf } from '../message-of.ts';
import type { ResolvedHostOptions } from '../options/host-options.ts';
import { explainDatabaseError, resultCodeOf } from '../store/explain-database-error.ts';
import { createStore, deleteFinishedBefore, type Store } from '../store/store.ts';
import type { TurnAftermath } from '../store/write-turn.ts';
import { AgePurge } from './age-purge.ts';
import { DueTimer } from './due-timer.ts';
import { EntityHub } from './entity-hub.ts';
import { entityRunners } from './entity-runners.ts';
import { FinishWatch } from './finish-watch.ts';
import { GroupCommit } from './group-commit.ts';
import { IdleGate } from './idle-gate.ts';
import { TurnRunner } from './turn-runner.ts';

/**
 * What runs in a task hub: turns, activities, entities and the timers, on one database. Makes the parts and introduces them to each
 * other.
 *
 * 1. A turn that is committed hands its activities to the queue, and tells everybody it has something for.
 * 2. An activity that ends delivers its result to the turns.
 * 3. What becomes due is announced by the timers, as far as there is room.
 */
export class Engine {
  readonly store: Store;
  readonly commits: GroupCommit;
  readonly clock: Clock;
  readonly gate: IdleGate = new IdleGate();
  readonly entities: EntityHub;
  /** Tells whoever waits that an instance has finished. */
  readonly watch: FinishWatch;
  /** Set to what becomes due next for an instance. */
  readonly timer: DueTimer;
  readonly #log: Logger;
  readonly #runner: TurnRunner;
  readonly #dispatcher: ActivityDispatcher;
  readonly #queue: ActivityQueue;
  readonly #maxActivityCrashes: number;
  readonly #agePurge: AgePurge | undefined;
  #isClosed = false;

  /**
   * @param newId   Makes ids of instances and executions.
   * @param client  What a client of the host is made from; `undefined` while it does not listen.
   */
  constructor(
    database: DatabaseSync,
    options: ResolvedHostOptions,
    newId: () => string,
    client: () => ClientBinding | undefined,
  ) {
    const { functions, completion, log, limits, tracing, keepFinishedForMs: keepMs } = options;
    const { gate } = this;
    const clock = monotonicClock(options.clock);
    const store = createStore(database);
    const commits = new GroupCommit(database, (error) =>
      resultCodeOf(error) === undefined ? error : explainDatabaseError(error, options.database),
    );
    const listener = { announce: (id: string) => this.announce(id), hasRoom: () => this.#runner.hasRoom };
    this.store = store;
    this.commits = commits;
    this.clock = clock;
    this.watch = new FinishWatch(clock);
    this.timer = new DueTimer(clock, store.inbox, listener);
    this.entities = new EntityHub({
      ...{ store, commits, clock, log, gate, ...listener },
      runnerOf: entityRunners({ functions, clock, log, client }),
    });
    this.#log = log;
    this.#dispatcher = new ActivityDispatcher(
      { functions, clock, log, limits, tracing, client },
      (instanceId, arrival) => this.#runner.deliver(instanceId, arrival),
    );
    this.#queue = new ActivityQueue({
      ...{ activities: store.activities, commits, clock, gate, places: new ActivityPlaces(limits) },
      run: (activity) => this.#dispatcher.run(activity),
      refuse: (activity, failure) => this.#dispatcher.refuse(activity, failure),
      onNotNow: ({ name, instanceId }, reason, isNews) =>
        log[isNews ? 'warn' : 'debug'](`Activity '${name}' of instance '${instanceId}' waits: ${messageOf(reason)}`),
      onTrouble: (error) => log.error('Activities could not be taken from the database; it is tried again.', error),
    });
    this.#maxActivityCrashes = limits.maxActivityCrashes;
    this.#runner = new TurnRunner({
      ...{ store, commits, clock, functions, completion, limits, tracing, log, gate, newId, client },
      queue: this.#queue,
      onRoom: (hasForgotten) => {
        this.timer.catchUp(hasForgotten);
        this.entities.catchUp(hasForgotten);
      },
      takeEntityTurn: (entityId) => this.entities.takeTurn(entityId),
      afterTurn: (aftermath, { instance }) => {
        this.goOn(aftermath);
        if (isFinished(instance.status)) this.watch.announce(instance);
      },
    });
    const deleteFinished = (beforeMs: number, limit: number) => deleteFinishedBefore(store, beforeMs, limit);
    if (keepMs !== undefined) this.#agePurge = new AgePurge({ clock, commits, log, gate, keepMs, deleteFinished });
  }

  /** Whether `close` was called. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Says that an instance or an entity may have something to do. */
  announce(id: string): void {
    this.#runner.ready(id);
  }

  /** Does what a committed turn has left to do. */
  goOn({ activities, nextDueMs, nextSignalMs, ready }: TurnAftermath): void {
    this.#queue.dispatch(activities);
    if (nextDueMs !== undefined) this.timer.expect(nextDueMs);
    if (nextSignalMs !== undefined) this.entities.expect(nextSignalMs);
    for (const id of ready) this.announce(id);
  }

  /** Takes up what the database says is unfinished: activities run again, messages that are due are delivered. */
  resume(): void {
    const { inbox, activities } = this.store;
    inbox.bringForward(this.clock.now());
    const left = activities.recover(this.#maxActivityCrashes);
    this.timer.sweep();
    this.entities.resume();
    // Last, when everything could be read: what has begun to run cannot be taken back.
    this.#queue.resume(left);
    this.#agePurge?.start();
  }

  /** Ends all work. Turns under way are written; activities under way are told to stop and run again at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#agePurge?.close();
    this.#queue.close();
    this.#dispatcher.close();
    this.entities.close();
    this.watch.close();
    this.timer.close();
    await this.#runner.close();
    // What clients asked for a moment ago is in the queue of commits; this comes last.
    try {
      await this.commits.run(() => this.store.activities.putBack(this.#queue.leftAlone));
    } catch (error) {
      this.#log.error('Activities under way could not be put back; they count as if the process had died.', error);
    }
  }
}
