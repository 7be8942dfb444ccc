import { type OrchestrationDefinition, runOrchestration } from '@perdura/durable-core';
import { answerNameOf, executeList, type Started, type WireEvent } from './execute-list.ts';

/*
 * A model of the Functions host: keeps a history, sends the trigger payload, and executes the answered action list as its
 * out-of-process shim does under the Durable Task Framework: one flat list, each item awaited before the next is started,
 * ids given as calls are started, event waits served newest first from a buffer kept oldest first, history compared with what
 * the list asks for, and an instance kept running until its activities and uncancelled timers are closed. Retries and, from V3 on,
 * timers of more than six days it runs as loops of its own, which take ids as they go. Entities grant every lock and answer every
 * call. Virtual time.
 */

/** What an activity does in the model. */
export interface ActivityBehaviour {
  readonly afterMs: number;
  readonly result?: unknown;
  readonly failure?: { readonly reason: string; readonly details?: string; readonly isNonRetriable?: boolean };
}

type Answer = Awaited<ReturnType<typeof runOrchestration>>;

/** Who runs the code of an orchestration: gets the trigger payload as JSON text. */
export type ModelWorker = (payload: string) => Promise<Pick<Answer, 'kind' | 'state'>>;

/** What surrounds an orchestration in the model. */
export interface Surroundings {
  /** Called once per execution of an activity; `run` counts those of the same name and input, from 1. */
  readonly activity?: (name: string, input: unknown, run: number) => ActivityBehaviour | Promise<ActivityBehaviour>;
  readonly events?: readonly { readonly atMs: number; readonly name: string; readonly data: unknown }[];
  /** Schema the host offers. (default `2`, V3) */
  readonly upperSchemaVersion?: number;
  /** Input of the instance. (default: none) */
  readonly input?: unknown;
}

/** What became of it. */
export interface ModelRun {
  readonly status: 'Completed' | 'Failed' | 'Stuck' | 'NonDeterministic';
  readonly value: unknown;
  readonly virtualSeconds: number;
  readonly executions: Readonly<Record<string, number>>;
  readonly transcript: readonly string[];
}

const startMs = Date.parse('2024-01-01T00:00:00Z');
/** How long an entity takes. */
const entityMs = 500;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

export async function runInExtensionModel(
  orchestration: OrchestrationDefinition | ModelWorker,
  { activity, events = [], upperSchemaVersion = 2, input: instanceInput = null }: Surroundings,
): Promise<ModelRun> {
  const run: ModelWorker =
    typeof orchestration === 'function'
      ? orchestration
      : (payload) => runOrchestration(orchestration, payload, { log: silent });
  const history: WireEvent[] = [];
  const pending: { atMs: number; order: number; event: WireEvent }[] = [];
  const executions: Record<string, number> = {};
  const runs = new Map<string, number>();
  const transcript: string[] = [];
  let order = 0;
  let nowMs = startMs;
  const stamp = () => ({ EventId: -1, IsPlayed: false, Timestamp: new Date(nowMs).toISOString() });
  const deliver = (atMs: number, event: WireEvent) => pending.push({ atMs, order: order++, event });

  deliver(startMs, {
    EventType: 0,
    Name: 'o',
    Input: instanceInput === null ? null : JSON.stringify(instanceInput),
    OrchestrationInstance: { InstanceId: 'i', ExecutionId: 'e' },
  });
  for (const { atMs, name, data } of events) {
    deliver(startMs + atMs, { EventType: 15, Name: name, Input: JSON.stringify(data) });
  }

  const schedule = async ({ action, id }: Started): Promise<void> => {
    if (action.actionType === 0) {
      const { functionName, input } = action;
      history.push({ EventType: 4, ...stamp(), EventId: id, Name: functionName, Input: JSON.stringify([input]) });
      const key = JSON.stringify([functionName, input]);
      runs.set(key, (runs.get(key) ?? 0) + 1);
      executions[functionName] = (executions[functionName] ?? 0) + 1;
      // a text arrives quoted, and the worker of the activity parses it
      const value = typeof input === 'string' ? JSON.parse(input) : input;
      const behaviour = (await activity?.(functionName, value, runs.get(key) ?? 1)) ?? { afterMs: 1000 };
      const { failure } = behaviour;
      const end =
        failure === undefined
          ? { EventType: 5, Result: JSON.stringify(behaviour.result ?? null) }
          : {
              EventType: 6,
              Reason: failure.reason,
              Details: failure.details ?? '',
              ...(failure.isNonRetriable && {
                FailureDetails: { ErrorType: 'E', ErrorMessage: failure.reason, IsNonRetriable: true },
              }),
            };
      deliver(nowMs + behaviour.afterMs, { ...end, TaskScheduledId: id });
    } else if (action.actionType === 5) {
      history.push({ EventType: 10, ...stamp(), EventId: id, FireAt: action.fireAt });
      if (!action.isCanceled) deliver(Math.max(nowMs, Date.parse(action.fireAt)), { EventType: 11, TimerId: id });
    } else {
      const name = answerNameOf({ action, id });
      history.push({ EventType: 14, ...stamp(), EventId: id, Name: 'op', Input: JSON.stringify({ id: name }) });
      if (action.actionType === 14) return;
      deliver(nowMs + entityMs, { EventType: 15, Name: name, Input: JSON.stringify({ result: '"answer"' }) });
    }
  };

  const finish = (status: ModelRun['status'], value: unknown): ModelRun => ({
    status,
    value,
    virtualSeconds: (nowMs - startMs) / 1000,
    executions,
    transcript,
  });

  for (let episode = 0; ; episode += 1) {
    pending.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
    const next = pending[0];
    if (next === undefined) return finish('Stuck', undefined);
    nowMs = Math.max(nowMs, next.atMs);
    const due = pending.filter(({ atMs }) => atMs <= nowMs);
    pending.splice(0, due.length);
    history.push({ EventType: 12, ...stamp() }, ...due.map(({ event }) => ({ ...stamp(), ...event })));
    const payload = {
      history,
      input: instanceInput,
      instanceId: 'i',
      isReplaying: false,
      parentInstanceId: null,
      upperSchemaVersion: Math.min(1, upperSchemaVersion),
      upperSchemaVersionNew: upperSchemaVersion,
      maximumShortTimerDuration: '6.00:00:00',
      longRunningTimerIntervalDuration: '3.00:00:00',
    };
    const { kind, state } = await run(JSON.stringify(payload));
    const told = due.map(({ event }) => `${event.EventType}:${event.TaskScheduledId ?? event.TimerId ?? event.Name}`);
    const error = state.error === undefined ? '' : ` error=${JSON.stringify(state.error)}`;
    transcript.push(
      `ep${episode} t=+${(nowMs - startMs) / 1000}s in=[${told.join()}] worker=${kind} done=${state.isDone}${error}`,
    );

    const shim = executeList(state.actions, state.schemaVersion, history);
    if (shim === undefined) return finish('NonDeterministic', undefined);
    const known = new Set(
      history.filter(({ EventType }) => [4, 10, 14].includes(EventType)).map((event) => event.EventId),
    );
    for (const started of shim.calls) if (!known.has(started.id)) await schedule(started);
    history.push({ EventType: 13, ...stamp() });
    // a timer taken back does not fire
    const cancelled = new Set(
      shim.calls.filter(({ action }) => action.actionType === 5 && action.isCanceled).map(({ id }) => id),
    );
    for (let at = pending.length - 1; at >= 0; at -= 1) {
      if (cancelled.has(pending[at]?.event.TimerId as number)) pending.splice(at, 1);
    }
    if (!shim.isThrough) continue;
    if (state.error !== undefined) return finish('Failed', state.error);
    const isOpen = pending.some(({ event }) => event.EventType !== 15);
    if (state.isDone && !isOpen) return finish('Completed', state.output);
  }
}
