import {
  type ActivityOutcome,
  httpActivityName,
  type Logger,
  runActivity,
  runHttpCall,
  unknownFunction,
} from '@perdura/durable-core/engine';
import type { Clock } from '../effects/clock.ts';
import type { Arrival, Message } from '../instances/message.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import type { StoredActivity } from '../store/activity-table.ts';
import type { IdleGate } from './idle-gate.ts';

/**
 * Runs activities and hands their results over.
 *
 * A result is in memory only until the turn that takes it is committed; the row of the activity goes in that same
 * transaction. A process that dies in between runs the activity again: at least once, never lost.
 */
export class ActivityDispatcher {
  readonly #functions: FunctionRegistry;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #gate: IdleGate;
  readonly #deliver: (instanceId: string, arrival: Arrival) => void;
  readonly #closing = new AbortController();

  constructor(
    parts: {
      readonly functions: FunctionRegistry;
      readonly clock: Clock;
      readonly log: Logger;
      readonly gate: IdleGate;
    },
    deliver: (instanceId: string, arrival: Arrival) => void,
  ) {
    this.#functions = parts.functions;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#gate = parts.gate;
    this.#deliver = deliver;
  }

  /** Starts activities that are in the database. */
  dispatch(activities: readonly StoredActivity[]): void {
    for (const activity of activities) void this.#gate.track(this.#run(activity));
  }

  /** Tells running activities to stop, and waits for none of them; what they return is dropped. */
  close(): void {
    this.#closing.abort(new Error('The host is closing.'));
  }

  async #run(activity: StoredActivity): Promise<void> {
    // Lets every activity of a transaction be under way before the first of them runs its code.
    await null;
    const { signal } = this.#closing;
    if (signal.aborted) return;
    const { instanceId, executionId, sequence, taskId: id } = activity;
    const outcome = await this.#outcomeOf(activity, signal);
    if (signal.aborted) return;
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
    if (definition !== undefined) return runActivity(definition, input, { instanceId, log: this.#log, signal });
    const failureDetails = unknownFunction('activity', name, this.#functions.activityNames);
    const reason = `Activity function '${name}' failed: ${failureDetails.errorMessage}`;
    return { kind: 'failed', failure: { reason, failureDetails } };
  }
}
