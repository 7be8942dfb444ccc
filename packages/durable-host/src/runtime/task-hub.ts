import type { DatabaseSync } from 'node:sqlite';
import type { JsonText } from '@perdura/durable-core/engine';
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
import type { InstanceFilter, ListPosition } from '../store/instance-table.ts';
import { type PurgeOutcome, purgeInstance } from '../store/purge-instance.ts';
import { type RewindOutcome, rewindInstance } from '../store/rewind-instance.ts';
import { Engine } from './engine.ts';
import type { EntityHub } from './entity-hub.ts';
import { InstanceStarter, type StartOutcome, type StartRequest } from './instance-starter.ts';
import { purgeFinished } from './purge-finished.ts';

/**
 * The task hub: what clients can ask of it. What runs in it is the {@link Engine}.
 *
 * Every change is committed before the promise that reports it resolves.
 */
export class TaskHub {
  readonly #engine: Engine;
  readonly #newId: () => string;
  readonly #functions: FunctionRegistry;
  readonly #starter: InstanceStarter;

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
    const engine = new Engine(database, options, newId, client);
    const { store, commits, clock, timer } = engine;
    this.#engine = engine;
    this.#newId = newId;
    this.#functions = options.functions;
    this.#starter = new InstanceStarter({
      ...{ store, commits, clock, timer, newId, tracing: options.tracing },
      mayReplaceRunning: options.overridableExistingInstanceStates === 'any-state',
      stop: async (instanceId, reason, timeoutMs) => {
        await this.terminate(instanceId, reason, false);
        await this.whenFinished(instanceId, timeoutMs);
      },
      announce: (instanceId) => engine.announce(instanceId),
    });
  }

  /** The entities. */
  get entities(): EntityHub {
    return this.#engine.entities;
  }

  /** Takes up what the database says is unfinished. */
  resume(): void {
    this.#engine.resume();
  }

  /** Starts an instance. */
  start(request: StartRequest): Promise<StartOutcome> {
    return this.#engine.gate.track(this.#starter.start(request));
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
    const message = { kind: 'event-raised', timestampMs: this.#engine.clock.now(), name, input } as const;
    return this.#deliver(instanceId, () => deliverMessage(this.#engine.store, instanceId, message));
  }

  /**
   * Stops an instance with its next turn.
   *
   * @param recursive  Also stops the sub-orchestrations it has started, and theirs.
   */
  terminate(instanceId: string, reason: string, recursive: boolean): Promise<DeliveryOutcome> {
    const timestampMs = this.#engine.clock.now();
    const termination = { kind: 'execution-terminated', timestampMs, reason: JSON.stringify(reason) } as const;
    const message = { ...termination, ...(recursive && { recursive }) };
    return this.#deliver(instanceId, () => deliverMessage(this.#engine.store, instanceId, message));
  }

  /** Has an instance pause: what arrives for it is kept, and nothing of it reaches its code. */
  suspendInstance(instanceId: string, reason: string): Promise<SuspensionOutcome> {
    const message = { kind: 'execution-suspended', timestampMs: this.#engine.clock.now(), reason } as const;
    return this.#deliver(instanceId, () => deliverSuspension(this.#engine.store, instanceId, message));
  }

  /** Has a suspended instance go on, with what was kept for it. */
  resumeInstance(instanceId: string, reason: string): Promise<SuspensionOutcome> {
    const message = { kind: 'execution-resumed', timestampMs: this.#engine.clock.now(), reason } as const;
    return this.#deliver(instanceId, () => deliverSuspension(this.#engine.store, instanceId, message));
  }

  /** Has a failed instance go back to before its failure, and run again what failed. */
  rewind(instanceId: string, reason: string): Promise<RewindOutcome> {
    return this.#engine.gate.track(this.#rewind(instanceId, reason));
  }

  async #rewind(instanceId: string, reason: string): Promise<RewindOutcome> {
    const rewinding = { reason, functions: this.#functions, newId: this.#newId, nowMs: this.#engine.clock.now() };
    const done = await this.#engine.commits.run(() => {
      const instance = this.#engine.store.instances.find(instanceId);
      if (instance?.status !== 'Failed') return instance === undefined ? 'not-found' : { inStatus: instance.status };
      return rewindInstance(this.#engine.store, instance, rewinding);
    });
    if (done === 'not-found' || 'inStatus' in done || 'lockedElsewhere' in done) return done;
    this.#engine.goOn(done);
    return 'accepted';
  }

  /**
   * Deletes an instance with its history; one that has not finished is left alone.
   *
   * @param recursive  Also deletes the finished ones among its sub-orchestrations, and theirs.
   * @returns How many instances were deleted; `'not-found'` when there is none of this id.
   */
  purge(instanceId: string, recursive: boolean): Promise<PurgeOutcome> {
    return this.#engine.commits.run(() => {
      const instance = this.#engine.store.instances.find(instanceId);
      if (instance === undefined) return 'not-found';
      if (!isFinished(instance.status)) return { inStatus: instance.status };
      return { deleted: purgeInstance(this.#engine.store, instance, recursive).instances };
    });
  }

  /**
   * Deletes the finished instances a filter chooses.
   *
   * @returns How many instances were deleted.
   */
  purgeBy(filter: InstanceFilter, recursive: boolean): Promise<number> {
    return this.#engine.gate.track(
      purgeFinished(this.#engine.commits, this.#engine.store, filter, recursive, () => this.#engine.isClosed),
    );
  }

  /** What the database says of an instance. */
  find(instanceId: string): Instance | undefined {
    return this.#engine.store.instances.find(instanceId);
  }

  /** The history of an instance's present execution, oldest first. */
  history(instanceId: string): readonly RecordedEvent[] {
    return this.#engine.store.history.read(instanceId);
  }

  /** Lists instances by the time they were started. */
  list(filter: InstanceFilter, after: ListPosition | undefined, limit: number): readonly Instance[] {
    return this.#engine.store.instances.list(filter, after, limit);
  }

  /** Resolves to an instance once it has finished, or to `undefined` when the time is up. */
  async whenFinished(instanceId: string, timeoutMs: number): Promise<Instance | undefined> {
    const instance = this.find(instanceId);
    if (instance === undefined || isFinished(instance.status)) return instance;
    return this.#engine.watch.next(instanceId, timeoutMs);
  }

  /** Resolves when nothing is left to do but to wait: for a timer, an event or a client. */
  whenIdle(): Promise<void> {
    return this.#engine.gate.whenIdle();
  }

  /** Ends all work. What is under way is written, or runs again at the next start. */
  close(): Promise<void> {
    return this.#engine.close();
  }

  #deliver<Outcome>(instanceId: string, deliver: () => Delivery<Outcome>): Promise<Outcome> {
    return this.#engine.gate.track(this.#commitDelivery(instanceId, deliver));
  }

  async #commitDelivery<Outcome>(instanceId: string, deliver: () => Delivery<Outcome>): Promise<Outcome> {
    const { outcome, wakes } = await this.#engine.commits.run(deliver);
    if (wakes) this.#engine.announce(instanceId);
    return outcome;
  }
}
