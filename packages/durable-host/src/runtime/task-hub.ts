import type { DatabaseSync } from 'node:sqlite';
import type { JsonText, Logger } from '@perdura/durable-core/engine';
import { ActivityDispatcher } from '../activities/activity-dispatcher.ts';
import { ActivityPlaces } from '../activities/activity-places.ts';
import { ActivityQueue } from '../activities/activity-queue.ts';
import { type Clock, monotonicClock } from '../effects/clock.ts';
import type { ClientBinding } from '../http/client-binding.ts';
import { type Instance, isFinished } from '../instances/instance.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import type { ResolvedHostOptions } from '../options/host-options.ts';
import {
  type Delivery,
  type DeliveryOutcome,
  deliverMessage,
  deliverSuspension,
  type SuspensionOutcome,
} from '../store/deliver-message.ts';
import { explainDatabaseError, resultCodeOf } from '../store/explain-database-error.ts';
import type { InstanceFilter, ListPosition } from '../store/instance-table.ts';
import { type PurgeOutcome, purgeInstance } from '../store/purge-instance.ts';
import { type RewindOutcome, rewindInstance } from '../store/rewind-instance.ts';
import { createStore, deleteFinishedBefore, type Store } from '../store/store.ts';
import type { TurnAftermath } from '../store/write-turn.ts';
import { AgePurge } from './age-purge.ts';
import { DueTimer } from './due-timer.ts';
import { EntityHub } from './entity-hub.ts';
import { entityRunners } from './entity-runners.ts';
import { FinishWatch } from './finish-watch.ts';
import { GroupCommit } from './group-commit.ts';
import { IdleGate } from './idle-gate.ts';
import { InstanceStarter, type StartOutcome, type StartRequest } from './instance-starter.ts';
import { purgeFinished } from './purge-finished.ts';
import { TurnRunner } from './turn-runner.ts';

/**
 * The task hub: what clients can ask of it, over the database, the turns, the activities and the timer.
 *
 * Every change is committed before the promise that reports it resolves.
 */
export class TaskHub {
  /** The entities. */
  readonly entities: EntityHub;
  readonly #store: Store;
  readonly #commits: GroupCommit;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #gate = new IdleGate();
  readonly #runner: TurnRunner;
  readonly #dispatcher: ActivityDispatcher;
  readonly #queue: ActivityQueue;
  readonly #maxActivityCrashes: number;
  readonly #timer: DueTimer;
  readonly #watch: FinishWatch;
  readonly #functions: FunctionRegistry;
  readonly #starter: InstanceStarter;
  readonly #purge: AgePurge | undefined;
  readonly #log: Logger;
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
    const { functions, completion, log, limits, tracing, keepFinishedForMs } = options;
    const clock = monotonicClock(options.clock);
    const gate = this.#gate;
    const store = createStore(database);
    const commits = new GroupCommit(database, (error) =>
      resultCodeOf(error) === undefined ? error : explainDatabaseError(error, options.database),
    );
    const watch = new FinishWatch(clock);
    const timer = new DueTimer(clock, store.inbox, {
      announce: (instanceId) => runner.ready(instanceId),
      hasRoom: () => runner.hasRoom,
    });
    const dispatcher = new ActivityDispatcher(
      { functions, clock, log, limits, tracing, client },
      (instanceId, arrival) => runner.deliver(instanceId, arrival),
    );
    const entities = new EntityHub({
      ...{ store, commits, clock, log, gate },
      runnerOf: entityRunners({ functions, clock, log, client }),
      announce: (id) => runner.ready(id),
      hasRoom: () => runner.hasRoom,
    });
    const queue = new ActivityQueue({
      ...{ activities: store.activities, commits, clock, gate, places: new ActivityPlaces(limits) },
      run: (activity) => dispatcher.run(activity),
      refuse: (activity, failure) => dispatcher.refuse(activity, failure),
      onNotNow: ({ name, instanceId }, reason, isNews) =>
        log[isNews ? 'warn' : 'debug'](
          `Activity '${name}' of instance '${instanceId}' waits: ${reason instanceof Error ? reason.message : String(reason)}`,
        ),
      onTrouble: (error) => log.error('Activities could not be taken from the database; it is tried again.', error),
    });
    const runner = new TurnRunner({
      ...{ store, commits, clock, functions, completion, limits, tracing, log, gate, newId, client, queue },
      onRoom: (hasForgotten) => {
        timer.catchUp(hasForgotten);
        entities.catchUp(hasForgotten);
      },
      takeEntityTurn: (entityId) => entities.takeTurn(entityId),
      afterTurn: (aftermath, { instance }) => {
        this.#goOn(aftermath);
        if (isFinished(instance.status)) watch.announce(instance);
      },
    });
    this.entities = entities;
    this.#store = store;
    this.#log = log;
    this.#commits = commits;
    this.#clock = clock;
    this.#newId = newId;
    this.#runner = runner;
    this.#dispatcher = dispatcher;
    this.#queue = queue;
    this.#maxActivityCrashes = limits.maxActivityCrashes;
    this.#timer = timer;
    this.#watch = watch;
    this.#functions = functions;
    this.#starter = new InstanceStarter({
      ...{ store, commits, clock, timer, newId, tracing },
      mayReplaceRunning: options.overridableExistingInstanceStates === 'any-state',
      stop: async (instanceId, reason, timeoutMs) => {
        await this.terminate(instanceId, reason, false);
        await this.whenFinished(instanceId, timeoutMs);
      },
      announce: (instanceId) => runner.ready(instanceId),
    });
    this.#purge =
      keepFinishedForMs === undefined
        ? undefined
        : new AgePurge({
            ...{ clock, commits, log, gate, keepMs: keepFinishedForMs },
            deleteFinished: (beforeMs, limit) => deleteFinishedBefore(store, beforeMs, limit),
          });
  }

  /** Takes up what the database says is unfinished: activities run again, messages that are due are delivered. */
  resume(): void {
    const { inbox, activities } = this.#store;
    inbox.bringForward(this.#clock.now());
    const left = activities.recover(this.#maxActivityCrashes);
    this.#timer.sweep();
    this.entities.resume();
    // Last, when everything could be read: what has begun to run cannot be taken back.
    this.#queue.resume(left);
    this.#purge?.start();
  }

  /** Starts an instance. */
  start(request: StartRequest): Promise<StartOutcome> {
    return this.#gate.track(this.#starter.start(request));
  }

  /**
   * Starts an instance as another one was started: with its name, version, tags, and the input of its present execution.
   *
   * @param withNewId  Under a new id; else under the same, which must have finished.
   * @returns `undefined` when there is no such instance.
   */
  async restart(instanceId: string, withNewId: boolean): Promise<StartOutcome | undefined> {
    const instance = this.find(instanceId);
    if (instance === undefined) return undefined;
    const { name, input, version, tags } = instance;
    return this.start({ name, input, version, tags, ...(!withNewId && { instanceId }) });
  }

  /** Keeps an event for an instance until its code waits for it. */
  raiseEvent(instanceId: string, name: string, input: JsonText): Promise<DeliveryOutcome> {
    const message = { kind: 'event-raised', timestampMs: this.#clock.now(), name, input } as const;
    return this.#deliver(instanceId, () => deliverMessage(this.#store, instanceId, message));
  }

  /**
   * Stops an instance with its next turn.
   *
   * @param recursive  Also stops the sub-orchestrations it has started, and theirs.
   */
  terminate(instanceId: string, reason: string, recursive: boolean): Promise<DeliveryOutcome> {
    const timestampMs = this.#clock.now();
    const termination = { kind: 'execution-terminated', timestampMs, reason: JSON.stringify(reason) } as const;
    const message = { ...termination, ...(recursive && { recursive }) };
    return this.#deliver(instanceId, () => deliverMessage(this.#store, instanceId, message));
  }

  /** Has an instance pause: what arrives for it is kept, and nothing of it reaches its code. */
  suspendInstance(instanceId: string, reason: string): Promise<SuspensionOutcome> {
    const message = { kind: 'execution-suspended', timestampMs: this.#clock.now(), reason } as const;
    return this.#deliver(instanceId, () => deliverSuspension(this.#store, instanceId, message));
  }

  /** Has a suspended instance go on, with what was kept for it. */
  resumeInstance(instanceId: string, reason: string): Promise<SuspensionOutcome> {
    const message = { kind: 'execution-resumed', timestampMs: this.#clock.now(), reason } as const;
    return this.#deliver(instanceId, () => deliverSuspension(this.#store, instanceId, message));
  }

  /** Has a failed instance go back to before its failure, and run again what failed. */
  rewind(instanceId: string, reason: string): Promise<RewindOutcome> {
    return this.#gate.track(this.#rewind(instanceId, reason));
  }

  async #rewind(instanceId: string, reason: string): Promise<RewindOutcome> {
    const rewinding = { reason, functions: this.#functions, newId: this.#newId, nowMs: this.#clock.now() };
    const done = await this.#commits.run(() => {
      const instance = this.#store.instances.find(instanceId);
      if (instance?.status !== 'Failed') return instance === undefined ? 'not-found' : { inStatus: instance.status };
      return rewindInstance(this.#store, instance, rewinding);
    });
    if (done === 'not-found' || 'inStatus' in done || 'lockedElsewhere' in done) return done;
    this.#goOn(done);
    return 'accepted';
  }

  /**
   * Deletes an instance with its history; one that has not finished is left alone.
   *
   * @param recursive  Also deletes the finished ones among its sub-orchestrations, and theirs.
   * @returns How many instances were deleted; `'not-found'` when there is none of this id.
   */
  purge(instanceId: string, recursive: boolean): Promise<PurgeOutcome> {
    return this.#commits.run(() => {
      const instance = this.#store.instances.find(instanceId);
      if (instance === undefined) return 'not-found';
      if (!isFinished(instance.status)) return { inStatus: instance.status };
      return { deleted: purgeInstance(this.#store, instance, recursive).instances };
    });
  }

  /**
   * Deletes the finished instances a filter chooses.
   *
   * @returns How many instances were deleted.
   */
  purgeBy(filter: InstanceFilter, recursive: boolean): Promise<number> {
    return this.#gate.track(purgeFinished(this.#commits, this.#store, filter, recursive, () => this.#isClosed));
  }

  /** What the database says of an instance. */
  find(instanceId: string): Instance | undefined {
    return this.#store.instances.find(instanceId);
  }

  /** The history of an instance's present execution, oldest first. */
  history(instanceId: string): readonly RecordedEvent[] {
    return this.#store.history.read(instanceId);
  }

  /** Lists instances by the time they were started. */
  list(filter: InstanceFilter, after: ListPosition | undefined, limit: number): readonly Instance[] {
    return this.#store.instances.list(filter, after, limit);
  }

  /** Resolves to an instance once it has finished, or to `undefined` when the time is up. */
  async whenFinished(instanceId: string, timeoutMs: number): Promise<Instance | undefined> {
    const instance = this.find(instanceId);
    if (instance === undefined || isFinished(instance.status)) return instance;
    return this.#watch.next(instanceId, timeoutMs);
  }

  /** Resolves when nothing is left to do but to wait: for a timer, an event or a client. */
  whenIdle(): Promise<void> {
    return this.#gate.whenIdle();
  }

  /** Ends all work. Turns under way are written; activities under way are told to stop and run again at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#purge?.close();
    this.#queue.close();
    this.#dispatcher.close();
    this.entities.close();
    this.#watch.close();
    await this.#runner.close();
    // Not before the last turn, which may have set them.
    this.#timer.stop();
    this.entities.stop();
    // What clients asked for a moment ago is in the queue of commits; this comes last.
    try {
      await this.#commits.run(() => this.#store.activities.putBack(this.#queue.leftAlone));
    } catch (error) {
      this.#log.error('Activities under way could not be put back; they count as if the process had died.', error);
    }
  }

  /** Does what a committed turn has left to do. */
  #goOn({ activities, nextDueMs, nextSignalMs, ready }: TurnAftermath): void {
    this.#queue.dispatch(activities);
    if (nextDueMs !== undefined) this.#timer.expect(nextDueMs);
    if (nextSignalMs !== undefined) this.entities.expect(nextSignalMs);
    for (const instanceId of ready) this.#runner.ready(instanceId);
  }

  #deliver<Outcome>(instanceId: string, deliver: () => Delivery<Outcome>): Promise<Outcome> {
    return this.#gate.track(this.#commitDelivery(instanceId, deliver));
  }

  async #commitDelivery<Outcome>(instanceId: string, deliver: () => Delivery<Outcome>): Promise<Outcome> {
    const { outcome, wakes } = await this.#commits.run(deliver);
    if (wakes) this.#runner.ready(instanceId);
    return outcome;
  }
}
