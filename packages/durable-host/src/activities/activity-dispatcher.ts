import {
  type ActivityOutcome,
  activityFailure,
  httpActivityName,
  type Logger,
  runActivity,
  runHttpCall,
  type TaskFailure,
  unknownFunction,
} from '@perdura/durable-core/engine';
import type { Clock } from '../effects/clock.ts';
import type { ClientBinding } from '../http/client-binding.ts';
import type { Arrival, Message } from '../instances/message.ts';
import { isJsonFunction } from '../json/json-function.ts';
import { runJsonActivity } from '../json/run-json-activity.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import type { ResolvedHostLimits } from '../options/host-limits.ts';
import type { StoredActivity } from '../store/activity-table.ts';
import type { Tracing } from '../tracing/tracing.ts';
import { limitTime } from './limit-time.ts';

/**
 * Runs activities and hands their results over.
 *
 * A result is in memory only until the turn that takes it is committed; the row of the activity goes in that same
 * transaction. A process that dies in between runs the activity again: at least once, never lost. So does a worker that
 * cannot be reached or dies: after a pause, which grows from failure to failure.
 */
export class ActivityDispatcher {
  readonly #functions: FunctionRegistry;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #limits: ResolvedHostLimits;
  readonly #tracing: Tracing;
  readonly #deliver: (instanceId: string, arrival: Arrival) => void;
  readonly #client: () => ClientBinding | undefined;
  readonly #closing = new AbortController();

  constructor(
    parts: {
      readonly functions: FunctionRegistry;
      readonly clock: Clock;
      readonly log: Logger;
      /** What a client of the host is made from; `undefined` while it does not listen. */
      readonly client: () => ClientBinding | undefined;
      readonly limits: ResolvedHostLimits;
      readonly tracing: Tracing;
    },
    deliver: (instanceId: string, arrival: Arrival) => void,
  ) {
    this.#functions = parts.functions;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#client = parts.client;
    this.#limits = parts.limits;
    this.#tracing = parts.tracing;
    this.#deliver = deliver;
  }

  /**
   * Runs an activity that is in the database, and hands its result over.
   *
   * @returns Why nobody could run it now; `undefined` when it was run, or the host closes.
   */
  async run(activity: StoredActivity): Promise<{ readonly notNow: unknown } | undefined> {
    // Lets every activity of a transaction be under way before the first of them runs its code.
    await null;
    const { signal } = this.#closing;
    if (signal.aborted) return undefined;
    const { name } = activity;
    const limit = { name, timeoutMs: this.#limits.ofActivity(name).timeoutMs, clock: this.#clock, signal };
    const { instanceId, executionId, taskId, traceContext: parent } = activity;
    const doing = this.#tracing.begin({
      ...{ kind: 'activity', name, instanceId, executionId, taskId, parent },
      startedAtMs: this.#clock.now(),
    });
    let outcome: ActivityOutcome;
    try {
      outcome = await doing.run(() => limitTime((limited) => this.#outcomeOf(activity, limited), limit));
    } catch (error) {
      return signal.aborted ? undefined : { notNow: error };
    }
    if (signal.aborted) return undefined;
    const failure = outcome.kind === 'failed' ? outcome.failure.reason : undefined;
    doing.end({ endedAtMs: this.#clock.now(), failure });
    this.#handOver(activity, outcome);
    return undefined;
  }

  /** Fails the task of an activity that is not run any more. */
  refuse(activity: StoredActivity, failure: TaskFailure): void {
    this.#handOver(activity, { kind: 'failed', failure });
  }

  /** Tells running activities to stop, and waits for none of them; what they return is dropped. */
  close(): void {
    this.#closing.abort(new Error('The host is closing.'));
  }

  #handOver({ instanceId, executionId, sequence, taskId: id }: StoredActivity, outcome: ActivityOutcome): void {
    const timestampMs = this.#clock.now();
    const message: Message =
      outcome.kind === 'failed'
        ? { kind: 'task-failed', timestampMs, id, failure: outcome.failure }
        : { kind: 'task-completed', timestampMs, id, ...(outcome.result !== undefined && { result: outcome.result }) };
    this.#deliver(instanceId, { message, executionId, source: { kind: 'activity', sequence } });
  }

  async #outcomeOf({ instanceId, name, input }: StoredActivity, signal: AbortSignal): Promise<ActivityOutcome> {
    if (name === httpActivityName && input !== undefined) return runHttpCall(input, { signal });
    const definition = this.#functions.activity(name);
    if (isJsonFunction(definition)) {
      return runJsonActivity(definition, input, { instanceId, client: this.#client(), signal });
    }
    if (definition !== undefined) return runActivity(definition, input, { instanceId, log: this.#log, signal });
    const failureDetails = unknownFunction('activity', name, this.#functions.activityNames);
    return { kind: 'failed', failure: activityFailure(name, failureDetails) };
  }
}
