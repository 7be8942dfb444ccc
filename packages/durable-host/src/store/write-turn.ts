import { isFinished } from '../instances/instance.ts';
import { childFailed } from '../turns/describe-end.ts';
import type { NewChild, NewTimer, NextExecution, TurnChanges } from '../turns/turn-changes.ts';
import type { StoredActivity } from './activity-table.ts';
import { beforeAllOthers, insertInstance, putStart } from './insert-instance.ts';
import type { Store } from './store.ts';

/** What has to be done once a turn is committed. */
export interface TurnAftermath {
  /** Activities to run. */
  readonly activities: readonly StoredActivity[];
  /** Instances that have something to do. */
  readonly ready: readonly string[];
  /** When the earliest of the new timers is due; `undefined` when there is none. */
  readonly nextDueMs: number | undefined;
}

/** Writes everything a turn changes. Runs inside a transaction. */
export function writeTurn(store: Store, changes: TurnChanges, newId: () => string, nowMs: number): TurnAftermath {
  const { instance, next } = changes;
  const { id: instanceId, executionId } = instance;
  for (const { kind, sequence } of changes.consumed) {
    if (kind === 'inbox') store.inbox.take(sequence);
    else store.activities.take(sequence);
  }
  const activities = changes.activities.map((activity) =>
    store.activities.insert({ instanceId, executionId, ...activity }),
  );
  const ready = changes.children.map((child) => startChild(store, changes, child, newId(), nowMs));
  for (const timerId of changes.cancelledTimers) store.inbox.deleteTimer(instanceId, executionId, timerId);
  if (changes.answerToParent !== undefined && instance.parent !== undefined) {
    const { parent } = instance;
    store.inbox.put({
      instanceId: parent.instanceId,
      executionId: parent.executionId,
      dueMs: nowMs,
      message: changes.answerToParent,
    });
    ready.push(parent.instanceId);
  }
  if (next !== undefined) {
    continueAsNew(store, changes, next, newId(), nowMs);
    return { activities, ready: [...ready, instanceId], nextDueMs: undefined };
  }
  store.history.append(instanceId, changes.appended);
  store.instances.update(instance);
  if (isFinished(instance.status)) {
    store.inbox.delete(instanceId);
    if (instance.status === 'Terminated') store.activities.delete(instanceId);
    return { activities, ready, nextDueMs: undefined };
  }
  for (const { taskId, dueMs } of changes.timers) {
    const message = { kind: 'timer-fired', id: taskId, timestampMs: dueMs } as const;
    store.inbox.put({ instanceId, executionId, dueMs, timerId: taskId, message });
  }
  return { activities, ready, nextDueMs: earliestOf(changes.timers) };
}

function earliestOf(timers: readonly NewTimer[]): number | undefined {
  return timers.reduce<number | undefined>((first, { dueMs }) => Math.min(first ?? dueMs, dueMs), undefined);
}

/** Starts a child, or tells the caller that an instance of that id is in the way. Answers who has something to do. */
function startChild(store: Store, changes: TurnChanges, child: NewChild, executionId: string, nowMs: number): string {
  const { id: instanceId, executionId: callerExecutionId } = changes.instance;
  const { taskId, instanceId: id, name, input, version } = child;
  const parent = { instanceId, executionId: callerExecutionId, taskId };
  const inTheWay = insertInstance(
    store,
    { id, executionId, name, ...(input !== undefined && { input }), ...(version !== undefined && { version }), parent },
    nowMs,
  );
  if (inTheWay === undefined) return id;
  const errorMessage = `An instance '${id}' exists and is ${inTheWay.status}.`;
  const message = childFailed(taskId, name, { errorType: 'Conflict', errorMessage, isNonRetriable: true }, nowMs);
  store.inbox.put({ instanceId, executionId: callerExecutionId, dueMs: nowMs, message });
  return instanceId;
}

/**
 * Begins the next execution with an empty history. Activities of the one before keep running, what they return is
 * dropped; its timers and the answers of its children are dropped now.
 */
function continueAsNew(
  store: Store,
  { instance }: TurnChanges,
  next: NextExecution,
  executionId: string,
  nowMs: number,
): void {
  const { input: _previous, ...rest } = instance;
  const { id, name, version, parent } = rest;
  const input = next.input !== undefined && { input: next.input };
  store.history.delete(id);
  store.inbox.deleteOfExecution(id, instance.executionId);
  store.instances.update({ ...rest, executionId, ...input });
  putStart(
    store,
    { id, executionId, name, ...(version !== undefined && { version }), ...input, ...(parent && { parent }) },
    nowMs,
  );
  for (const message of next.carriedEvents) {
    store.inbox.put({ instanceId: id, dueMs: beforeAllOthers, message });
  }
}
