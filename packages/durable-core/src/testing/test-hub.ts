import { readOperation } from '../context/read-operation.ts';
import type { ActivityContext, ActivityDefinition } from '../definitions/activity.ts';
import { activity as defineActivity } from '../definitions/activity.ts';
import type { EntityDefinition } from '../definitions/entity.ts';
import type { Entity, SignalEntity } from '../definitions/entity-reference.ts';
import type { OrchestrationDefinition } from '../definitions/orchestration.ts';
import { runActivity } from '../engine/run-activity.ts';
import { entityId } from '../entities/entity-id.ts';
import { unknownFunction } from '../errors/unknown-function.ts';
import { encodeJson } from '../history/encode-json.ts';
import type { JsonText } from '../history/json-text.ts';
import type { Logger } from '../logging/logger.ts';
import { readOptions } from '../options/read-options.ts';
import { type HttpRequest, type HttpResponse, httpActivityName } from '../tasks/http-request.ts';
import { TestClock } from './test-clock.ts';
import { TestEntities } from './test-entities.ts';
import { TestInstance } from './test-instance.ts';

/** What a test says an activity does. */
export type FakeActivity = (input: never, activityContext: ActivityContext) => unknown;

/** An orchestration or an activity, whatever its types. */
export interface AnyFunction {
  readonly kind: 'orchestration' | 'activity';
  readonly name: string;
  run(...given: never[]): unknown;
}

/** Entities, whatever their types. */
export interface AnyEntity {
  readonly kind: 'entity';
  readonly name: string;
  readonly operations: object;
}

/** Options of a test hub. */
export interface TestHubOptions {
  /** Orchestrations that others call, entities, and activities that are to run as they are. (default `[]`) */
  readonly functions?: readonly (AnyFunction | AnyEntity)[];
  /** What activities do in this test, by name; they take the place of those in `functions`. (default: none) */
  readonly activities?: Readonly<Record<string, FakeActivity>>;
  /** What answers `ctx.callHttp` in this test: a whole answer, or what there is of one. (default: every call fails) */
  readonly http?: (request: HttpRequest) => Partial<HttpResponse> | PromiseLike<Partial<HttpResponse>>;
  /** When the test begins. (default `2024-01-01T00:00:00Z`) */
  readonly startTime?: Date;
  /** Where `ctx.log` and activities log. (default: nowhere) */
  readonly log?: Logger;
}

/** A call of an activity, as it came to the test. */
export interface ActivityCallRecord {
  /** The instance that called. */
  readonly instanceId: string;
  /** The activity's name. */
  readonly name: string;
  /** Its input, parsed; `undefined` for none. */
  readonly input: unknown;
  /** Orchestrator time of the call, in milliseconds since 1970. */
  readonly atMs: number;
}

const silent: Logger = Object.freeze({
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
});

/**
 * Runs orchestrations in memory, with time that passes only when the test says so: a loop of thirty days takes milliseconds.
 *
 * ```ts
 * const hub = new TestHub({ activities: { remind: async () => 'sent' } });
 * const instance = hub.start(reminders, { days: 30 });
 * await hub.run();
 * expect(instance.output).toBe(30);
 * ```
 */
export class TestHub {
  readonly #clock: TestClock;
  readonly #orchestrations = new Map<string, OrchestrationDefinition>();
  readonly #activities = new Map<string, ActivityDefinition>();
  readonly #entities: TestEntities;
  readonly #instances = new Map<string, TestInstance>();
  readonly #calls: ActivityCallRecord[] = [];
  readonly #log: Logger;
  readonly #work = new Set<Promise<void>>();
  #instanceCount = 0;

  /** @throws {TypeError} for options that are unknown or of the wrong kind. */
  constructor(options: TestHubOptions = {}) {
    const given = readOptions('TestHub', options, ['functions', 'activities', 'http', 'startTime', 'log']);
    const { functions = [], activities = {}, startTime = new Date(Date.UTC(2024, 0, 1)), log = silent } = given;
    if (Number.isNaN(startTime.getTime())) throw new TypeError('The startTime of a TestHub is a valid Date.');
    this.#clock = new TestClock(startTime.getTime());
    this.#log = log;
    this.#entities = new TestEntities({ clock: this.#clock, log, track: (work) => this.#track(work) });
    for (const definition of functions) {
      if (definition?.kind === 'orchestration') this.#orchestrations.set(definition.name, definition as never);
      else if (definition?.kind === 'activity') this.#activities.set(definition.name, definition as never);
      else if (definition?.kind === 'entity') this.#entities.define(definition as EntityDefinition);
      else throw new TypeError('The functions of a TestHub are made by orchestration(), activity() and entity().');
    }
    this.#activities.set(httpActivityName, fakeHttp(given.http ?? refuseHttp));
    for (const [name, run] of Object.entries(activities))
      this.#activities.set(name, defineActivity(name, run as never));
  }

  /** Now, in the hub: milliseconds since 1970. */
  get nowMs(): number {
    return this.#clock.nowMs;
  }

  /** Every call of an activity so far, in order, retries included. */
  get activityCalls(): readonly ActivityCallRecord[] {
    return [...this.#calls];
  }

  /**
   * Starts an instance. Its code runs with the next `settle`, `advance` or `run`.
   *
   * @param options  `instanceId`. (default: `instance-1`, `instance-2` and so on)
   * @throws {TypeError} when there is an instance of that id that has not ended.
   */
  start<I, O>(
    orchestration: OrchestrationDefinition<I, O>,
    input?: I,
    options: { readonly instanceId?: string } = {},
  ): TestInstance<O> {
    const { instanceId = `instance-${++this.#instanceCount}` } = readOptions('start', options, ['instanceId']);
    this.#orchestrations.set(orchestration.name, orchestration as never);
    const json = encodeJson(`The input of '${orchestration.name}'`, input);
    return this.#begin(orchestration as never, instanceId, json, undefined) as TestInstance<O>;
  }

  /** The instance of that id, sub-orchestrations included; `undefined` when there is none. */
  instance(instanceId: string): TestInstance | undefined {
    return this.#instances.get(instanceId);
  }

  /** Has an entity carry out an operation, with the next `settle`, `advance` or `run`. @throws {TypeError} for wrong arguments. */
  readonly signalEntity: SignalEntity = (...given: readonly unknown[]) => {
    const { target, operation, input } = readOperation('signalEntity', given);
    this.#entities.signal(target, operation, input?.json);
  };

  /** The state of an entity, as JSON says it; `undefined` when it does not exist. @throws {TypeError} when name or key is none. */
  entityState<State>(entity: Entity<unknown, State> | string, key: string): State | undefined {
    const state = this.#entities.stateOf(entityId(entity, key));
    return state === undefined ? undefined : (JSON.parse(state) as State);
  }

  /** Runs until nothing is left to be done now: turns are taken, activities have ended. Timers wait. */
  async settle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  /** Lets time pass: `settle`, and every timer that is due on the way, each at its own time. */
  async advance(durationMs: number): Promise<void> {
    if (!(Number.isFinite(durationMs) && durationMs >= 0)) {
      throw new TypeError(`advance takes a number of milliseconds from 0, got ${String(durationMs)}.`);
    }
    await this.settle();
    const untilMs = this.nowMs + durationMs;
    while (this.#clock.ringNext(untilMs)) await this.settle();
  }

  /**
   * Runs until every instance has ended or waits for an event, timers at their times.
   *
   * @param options  `maxTimers`: after so many timers a test that would never end fails. (default `100000`)
   * @throws {Error} when more timers than that have fired.
   */
  async run({ maxTimers = 100_000 }: { readonly maxTimers?: number } = {}): Promise<void> {
    await this.settle();
    for (let fired = 0; this.#clock.nextMs !== undefined; fired++) {
      if (fired >= maxTimers) throw new Error(`${maxTimers} timers have fired, and there are more: does the loop end?`);
      this.#clock.ringNext(this.#clock.nextMs);
      await this.settle();
    }
  }

  #begin(
    orchestration: OrchestrationDefinition,
    instanceId: string,
    input: JsonText | undefined,
    parentInstanceId: string | undefined,
    onEnd?: (instance: TestInstance) => void,
  ): TestInstance {
    if (this.#instances.get(instanceId)?.status === 'running') {
      throw new TypeError(`There is an instance '${instanceId}' that has not ended.`);
    }
    const instance = new TestInstance({
      orchestration,
      instanceId,
      input,
      parentInstanceId,
      log: this.#log,
      clock: this.#clock,
      entities: this.#entities,
      track: (work) => this.#track(work),
      callActivity: (name, text, callerId) => this.#callActivity(name, text, callerId),
      startChild: (name, childId, text, callerId, whenDone) => {
        const child = this.#orchestrations.get(name);
        if (child === undefined) return unknownFunction('orchestrator', name, namesOf(this.#orchestrations));
        this.#begin(child, childId, text, callerId, whenDone);
        return undefined;
      },
      onEnd: onEnd ?? (() => undefined),
    });
    this.#instances.set(instanceId, instance);
    instance.begin();
    return instance;
  }

  async #callActivity(name: string, text: JsonText | undefined, instanceId: string): ReturnType<typeof runActivity> {
    const definition = this.#activities.get(name);
    this.#calls.push({
      instanceId,
      name,
      input: text === undefined ? undefined : JSON.parse(text),
      atMs: this.#clock.nowMs,
    });
    if (definition === undefined) {
      const failureDetails = unknownFunction('activity', name, namesOf(this.#activities));
      return { kind: 'failed', failure: { reason: failureDetails.errorMessage, failureDetails } };
    }
    const signal = new AbortController().signal;
    return runActivity(definition, text, { instanceId, log: this.#log, signal });
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }
}

function refuseHttp(): never {
  throw new Error('This test says nothing of HTTP calls: give the TestHub an http function.');
}

function fakeHttp(answer: NonNullable<TestHubOptions['http']>): ActivityDefinition {
  return defineActivity(httpActivityName, async (request) => {
    const { status = 200, headers = {}, content = '' } = await answer(request as HttpRequest);
    return { statusCode: status, headers, content };
  });
}

function namesOf(known: ReadonlyMap<string, unknown>): readonly string[] {
  return [...known.keys()].filter((name) => name !== httpActivityName);
}
