import { unknownFunction } from '@perdura/durable-core/engine';
import { isFinished } from '../instances/instance.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import { childFailed } from '../turns/describe-end.ts';
import type { NewChild, NewTimer, NextExecution, TurnChanges } from '../turns/turn-changes.ts';
import type { StoredActivity } from './activity-table.ts';
import { beforeAllOthers, insertInstance, putStart } from './insert-instance.ts';
import { sendToChildren } from './send-to-children.ts';
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

/** What {@link writeTurn} needs to know beside the changes. */
export interface TurnWriting {
  /** The orchestrations children may be started of. */
  readonly functions: Pick<FunctionRegistry, 'orchestration' | 'orchestrationNames'>;
  /** Makes ids of executions. */
  readonly newId: () => string;
  /** The time of the turn, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** Writes everything a turn changes. Runs inside a transaction. */
export function writeTurn(store: Store, changes: TurnChanges, writing: TurnWriting): TurnAftermath {
  const { newId, nowMs } = writing;
  const { instance, next } = changes;
  const { id: instanceId, executionId } = instance;
  for (const { kind, sequence } of changes.consumed) {
    if (kind === 'inbox') store.inbox.take(sequence);
    else store.activities.take(sequence);
  }
  const activities = changes.activities.map((activity) =>
    store.activities.insert({ instanceId, executionId, ...activity }),
  );
  const ready = changes.children.map((child) => startChild(store, changes, child, writing));
  if (changes.alsoForChildren !== undefined) {
    ready.push(...sendToChildren(store, instance, changes.alsoForChildren));
  }
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

/** Starts a child, or tells the caller why that is not possible. Answers who has something to do. */
function startChild(store: Store, changes: TurnChanges, child: NewChild, writing: TurnWriting): string {
  const { functions, newId, nowMs } = writing;
  const { id: instanceId, executionId } = changes.instance;
  const { taskId, instanceId: id, name, input } = child;
  const definition = functions.orchestration(name);
  const version = child.version ?? definition?.version;
  const started = {
    ...{ id, name, executionId: newId(), parent: { instanceId, executionId, taskId } },
    ...(input !== undefined && { input }),
    ...(version !== undefined && { version }),
  };
  const inTheWay = definition && insertInstance(store, started, nowMs);
  if (definition !== undefined && inTheWay === undefined) return id;
  const failure =
    inTheWay === undefined
      ? unknownFunction('orchestrator', name, functions.orchestrationNames)
      : {
          errorType: 'Error',
          errorMessage: `An instance '${id}' exists already and is ${inTheWay.status}.`,
          isNonRetriable: true,
        };
  store.inbox.put({ instanceId, executionId, dueMs: nowMs, message: childFailed(taskId, name, failure, nowMs) });
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
