import type { Decision, EntityDecision, Turn } from '@perdura/durable-core/engine';
import type { Instance } from '../instances/instance.ts';
import type { MessageSource } from '../instances/message.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { describeEnd } from './describe-end.ts';
import { isEntityDecision, recordEntityPost, toEntityPost } from './entity-post.ts';
import { foldOpenWork, hasOpenWork, type OpenWork } from './open-work.ts';
import type { NewActivity, NewChild, NewTimer, NextExecution, TurnChanges } from './turn-changes.ts';
import { unprocessedEvents } from './unprocessed-events.ts';

/**
 * When an instance whose code has returned or thrown is over.
 *
 * - `when-work-is-done`: once every activity, sub-orchestration, call of an entity and uncancelled timer it asked for is
 *   closed, as under the Durable extension. Event waits keep nothing open.
 * - `when-code-returns`: at once. Activities that run still run to their end; what they return is dropped.
 */
export type Completion = 'when-work-is-done' | 'when-code-returns';

/** What a turn started from and came to. */
export interface TurnInput {
  /** The instance before the turn. */
  readonly instance: Instance;
  /** What was open before it. */
  readonly open: OpenWork;
  /** What history held before it; looked at only when the code continued as new. */
  readonly history: () => readonly RecordedEvent[];
  /** The events the turn was woken by, `orchestrator-started` first. */
  readonly woken: readonly RecordedEvent[];
  /** The messages among them. */
  readonly consumed: readonly MessageSource[];
  /** What the engine answered. */
  readonly turn: Turn<Decision | EntityDecision>;
  /** When, in milliseconds since 1970. */
  readonly nowMs: number;
  readonly completion: Completion;
}

/** Turns what the engine decided into changes of the database. Pure: the same input gives the same changes. */
export function applyTurn(input: TurnInput): TurnChanges {
  const { instance, turn, nowMs } = input;
  const scheduled = turn.decisions.flatMap((decision) => recordDecision(decision, instance, nowMs));
  const cancelled = new Set(turn.cancelledTimers);
  const timers = turn.decisions.flatMap(toTimer);
  const cancellations = turn.cancelledTimers.map(
    (id) => ({ kind: 'timer-cancelled', id, timestampMs: nowMs }) as const,
  );
  const posts = turn.decisions.filter(isEntityDecision).map((decision) => toEntityPost(decision, instance));
  const appended: RecordedEvent[] = [...input.woken, ...scheduled];
  const open = foldOpenWork(input.open, appended, turn.cancelledTimers);
  const changes: TurnChanges = {
    consumed: input.consumed,
    instance: {
      ...instance,
      status: 'Running',
      updatedMs: nowMs,
      ...(turn.customStatus !== undefined && { customStatus: turn.customStatus }),
    },
    appended: [...appended, ...cancellations, { kind: 'orchestrator-completed', timestampMs: nowMs }],
    activities: turn.decisions.flatMap(toActivity),
    timers: timers.filter(({ taskId }) => !cancelled.has(taskId)),
    cancelledTimers: turn.cancelledTimers.filter((id) => !timers.some(({ taskId }) => taskId === id)),
    children: turn.decisions.flatMap((decision) => toChild(decision, instance)),
    ...(posts.length > 0 && { posts }),
    open,
  };
  const { outcome } = turn;
  if (outcome === undefined) return changes;
  if (outcome.kind === 'continued-as-new') {
    const next: NextExecution = {
      ...(outcome.input !== undefined && { input: outcome.input }),
      carriedEvents: outcome.preserveUnprocessedEvents ? unprocessedEvents([...input.history(), ...appended]) : [],
    };
    return { ...changes, next };
  }
  if (input.completion === 'when-work-is-done' && hasOpenWork(open)) return { ...changes, hasReturned: true };
  const { status, output, answerToParent } = describeEnd(instance, outcome, nowMs);
  const result = output !== undefined && { result: output };
  return {
    ...changes,
    instance: { ...changes.instance, status, ...(output !== undefined && { output }) },
    appended: [...appended, { kind: 'execution-completed', timestampMs: nowMs, status, ...result }],
    ...(answerToParent && { answerToParent }),
  };
}

/** One thing the code has asked for. */
type AnyDecision = Decision | EntityDecision;

function recordDecision(decision: AnyDecision, instance: Instance, timestampMs: number): readonly RecordedEvent[] {
  if (isEntityDecision(decision)) {
    return recordEntityPost(decision.id, toEntityPost(decision, instance), instance, timestampMs);
  }
  switch (decision.kind) {
    case 'call-activity':
    case 'call-http':
      return [{ ...toScheduled(decision), kind: 'task-scheduled', timestampMs }];
    case 'call-sub-orchestrator': {
      const instanceId = childId(decision.instanceId, instance, decision.id);
      const version = decision.version !== undefined && { version: decision.version };
      return [{ ...toScheduled(decision), kind: 'sub-orchestration-created', instanceId, ...version, timestampMs }];
    }
    case 'create-timer':
      return [{ kind: 'timer-created', id: decision.id, fireAtMs: decision.fireAtMs, timestampMs }];
    case 'wait-for-event':
      return [{ kind: 'event-awaited', name: decision.name, timestampMs }];
  }
}

function toScheduled({ id, name, input }: { readonly id: number; readonly name: string; readonly input?: string }) {
  return { id, name, ...(input !== undefined && { input }) };
}

function toActivity(decision: AnyDecision): readonly NewActivity[] {
  if (decision.kind !== 'call-activity' && decision.kind !== 'call-http') return [];
  const { id: taskId, name, input } = decision;
  return [{ taskId, name, ...(input !== undefined && { input }) }];
}

function toTimer(decision: AnyDecision): readonly NewTimer[] {
  return decision.kind === 'create-timer' ? [{ taskId: decision.id, dueMs: decision.fireAtMs }] : [];
}

function toChild(decision: AnyDecision, instance: Instance): readonly NewChild[] {
  if (decision.kind !== 'call-sub-orchestrator') return [];
  const { id: taskId, name, input, version } = decision;
  return [
    {
      taskId,
      instanceId: childId(decision.instanceId, instance, taskId),
      name,
      ...(input !== undefined && { input }),
      ...(version !== undefined && { version }),
    },
  ];
}

/** A child without an id of its own is named after its caller's execution, as the Durable Task Framework does. */
function childId(chosen: string | undefined, { executionId }: Instance, taskId: number): string {
  return chosen ?? `${executionId}:${taskId}`;
}
