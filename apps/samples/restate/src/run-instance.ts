import type { ActivityDefinition, OrchestrationDefinition } from '@perdura/durable-core';
import {
  type ActivityOutcome,
  type Decision,
  type EventRaised,
  type HistoryEvent,
  type JsonText,
  type Logger,
  openExecution,
  runActivity,
  runHttpCall,
  type Turn,
  unknownFunction,
} from '@perdura/durable-core/engine';
import { RestatePromise, type WorkflowContext } from '@restatedev/restate-sdk';
import { createEventQueue } from './event-queue.ts';
import { eventPromiseName, instanceService } from './instance-service.ts';
import type { InstanceEnd, InstanceStart, RaisedEvent } from './orchestration-messages.ts';

/** The functions to run. */
export type Functions = readonly (OrchestrationDefinition | ActivityDefinition)[];

/** What the code of an execution is handed next; `key` tells which wait of this handler it ends. */
interface Arrival {
  readonly key: string;
  readonly event: HistoryEvent;
}

/**
 * The life of one instance as one Restate handler.
 *
 * Restate keeps a journal of what the handler asked for and got; the engine keeps nothing. After a crash Restate calls the handler
 * again and answers from the journal: the engine is then handed the same events in the same order and decides the same. So the loop
 * may look at nothing but what the journal answers, the time included.
 */
export async function runInstance(
  ctx: WorkflowContext,
  start: InstanceStart,
  functions: Functions,
): Promise<InstanceEnd> {
  const definition = functions.find(({ kind, name }) => kind === 'orchestration' && isSameName(name, start.name));
  if (definition?.kind !== 'orchestration') {
    const known = functions.filter(({ kind }) => kind === 'orchestration').map(({ name }) => name);
    return { kind: 'failed', failure: unknownFunction('orchestrator', start.name, known) };
  }
  const inbox = eventInbox(ctx);
  let { input } = start;
  let carried: readonly EventRaised[] = [];
  for (;;) {
    const executionId = ctx.rand.uuidv4();
    const execution = openExecution(definition, { instanceId: ctx.key, executionId, log: ctx.console });
    const surroundings = { ctx, functions, executionId };
    const waiting = new Map<string, RestatePromise<Arrival>>();
    const events = createEventQueue();
    let news: readonly HistoryEvent[] = [
      { ...startedEvent(start, input), timestampMs: await ctx.date.now() },
      ...carried,
    ];
    let turn: Turn;
    for (;;) {
      const timestampMs = await ctx.date.now();
      for (const event of news) if (event.kind === 'event-raised') events.add(event);
      turn = await execution.advance([{ kind: 'orchestrator-started', timestampMs }, ...news]);
      if (turn.customStatus !== undefined) ctx.set('customStatus', turn.customStatus);
      if (turn.outcome !== undefined) break;
      for (const decision of turn.decisions) {
        if (decision.kind === 'wait-for-event') events.awaited(decision.name);
        else waiting.set(String(decision.id), carryOut(decision, timestampMs, surroundings));
      }
      for (const id of turn.cancelledTimers) waiting.delete(String(id));
      const arrival = await RestatePromise.race([...waiting.values(), inbox.next()]);
      if (arrival.event.kind === 'event-raised') inbox.take();
      else waiting.delete(arrival.key);
      news = [{ ...arrival.event, timestampMs: await ctx.date.now() }];
    }
    const { outcome } = turn;
    if (outcome.kind === 'failed') return { kind: 'failed', failure: outcome.failure };
    if (outcome.kind === 'completed') return outcome;
    input = outcome.input;
    carried = outcome.preserveUnprocessedEvents ? events.unprocessed() : [];
  }
}

/** The events of an instance, in the order of their numbers. One wait at a time is open, over all executions. */
function eventInbox(ctx: WorkflowContext): { next(): RestatePromise<Arrival>; take(): void } {
  let number = 0;
  let open: RestatePromise<Arrival> | undefined;
  return {
    next: () => {
      open ??= ctx
        .promise<RaisedEvent>(eventPromiseName(number))
        .get()
        .map((raised) => ({ key: 'event', event: eventRaised(raised) }));
      return open;
    },
    take: () => {
      number += 1;
      open = undefined;
    },
  };
}

/** Asks Restate for what the code asked for. */
function carryOut(
  decision: Exclude<Decision, { kind: 'wait-for-event' }>,
  nowMs: number,
  { ctx, functions, executionId }: { ctx: WorkflowContext; functions: Functions; executionId: string },
): RestatePromise<Arrival> {
  const { id } = decision;
  const key = String(id);
  switch (decision.kind) {
    case 'call-activity':
      return ctx
        .run(decision.name, () => callActivity(decision.name, decision.input, functions, ctx.key, ctx.console))
        .map((outcome) => ({ key, event: activityEnded(id, outcome) }));
    case 'call-http':
      return ctx
        .run(decision.name, () => runHttpCall(decision.input, { signal: new AbortController().signal }))
        .map((outcome) => ({ key, event: activityEnded(id, outcome) }));
    case 'create-timer':
      return ctx
        .sleep(Math.max(0, decision.fireAtMs - nowMs))
        .map(() => ({ key, event: { kind: 'timer-fired', id, timestampMs: 0 } }));
    case 'call-sub-orchestrator': {
      const { name, input, version, instanceId = `${executionId}:${id}` } = decision;
      const child = { name, input, version, parentInstanceId: ctx.key };
      return ctx
        .workflowClient(instanceService, instanceId)
        .run(withoutAbsent(child))
        .map((end, refused) => ({ key, event: childEnded(id, end ?? refusedStart(instanceId, refused?.message)) }));
    }
  }
}

async function callActivity(
  name: string,
  input: JsonText | undefined,
  functions: Functions,
  instanceId: string,
  log: Logger,
): Promise<ActivityOutcome> {
  const definition = functions.find((one) => one.kind === 'activity' && isSameName(one.name, name));
  if (definition?.kind === 'activity') {
    return runActivity(definition, input, { instanceId, log, signal: new AbortController().signal });
  }
  const known = functions.filter(({ kind }) => kind === 'activity').map((one) => one.name);
  const failureDetails = unknownFunction('activity', name, known);
  return { kind: 'failed', failure: { reason: failureDetails.errorMessage, failureDetails } };
}

function startedEvent(start: InstanceStart, input: JsonText | undefined): HistoryEvent {
  return { ...withoutAbsent({ ...start, input }), kind: 'execution-started', timestampMs: 0 };
}

function eventRaised(raised: RaisedEvent | undefined): EventRaised {
  const { name = '', data } = raised ?? {};
  return { kind: 'event-raised', timestampMs: 0, name, ...(data !== undefined && { input: data }) };
}

function activityEnded(id: number, outcome: ActivityOutcome | undefined): HistoryEvent {
  if (outcome?.kind === 'failed') return { kind: 'task-failed', timestampMs: 0, id, failure: outcome.failure };
  const result = outcome?.result;
  return { kind: 'task-completed', timestampMs: 0, id, ...(result !== undefined && { result }) };
}

function childEnded(id: number, end: InstanceEnd): HistoryEvent {
  if (end.kind === 'completed') {
    return {
      ...{ kind: 'sub-orchestration-completed', timestampMs: 0, id },
      ...(end.output !== undefined && { result: end.output }),
    };
  }
  const { failure } = end;
  return {
    ...{ kind: 'sub-orchestration-failed', timestampMs: 0, id },
    failure: { reason: failure.errorMessage, failureDetails: failure },
  };
}

/** Restate refuses to start a workflow whose key was used before. */
function refusedStart(instanceId: string, message = 'it could not be started'): InstanceEnd {
  return {
    kind: 'failed',
    failure: { errorType: 'Error', errorMessage: `Instance '${instanceId}': ${message}`, isNonRetriable: true },
  };
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** An object's members that are there: absent and undefined are not the same in JSON. */
function withoutAbsent<T extends object>(members: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}
