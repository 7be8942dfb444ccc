import { isFinished } from '../instances/instance.ts';
import { signalsForLater } from '../turns/entity-post.ts';
import { earliestDueMs, type NextExecution, type TurnChanges } from '../turns/turn-changes.ts';
import type { StoredActivity } from './activity-table.ts';
import { releaseAllLocks } from './entity-locks.ts';
import { beforeAllOthers, putStart } from './insert-instance.ts';
import { sendToChildren } from './send-to-children.ts';
import { sendToEntities } from './send-to-entities.ts';
import { type ChildStarting, startChild } from './start-child.ts';
import type { Store } from './store.ts';

/** What has to be done once a turn is committed. */
export interface TurnAftermath {
  /** Activities to run. */
  readonly activities: readonly StoredActivity[];
  /** Instances and entities that have something to do. */
  readonly ready: readonly string[];
  /** When the earliest of the new timers is due; `undefined` when there is none. */
  readonly nextDueMs: number | undefined;
  /** The same of signals that are meant for later. */
  readonly nextSignalMs?: number | undefined;
}

/** What {@link writeTurn} needs to know beside the changes. */
export interface TurnWriting extends ChildStarting {
  /** How many events history has. */
  readonly historyLength: number;
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
    store.activities.insert({ instanceId, executionId, starts: 0, ...activity }),
  );
  const ready = changes.children.map((child) => startChild(store, instance, child, writing));
  if (changes.alsoForChildren !== undefined) {
    ready.push(...sendToChildren(store, instance, changes.alsoForChildren));
  }
  const posts = changes.posts ?? [];
  const nextSignalMs = earliestDueMs(signalsForLater(posts));
  ready.push(...sendToEntities(store, instance, posts, writing));
  if (changes.hasReturned || next !== undefined || isFinished(instance.status)) {
    ready.push(...releaseAllLocks(store, instanceId));
  }
  for (const timerId of changes.cancelledTimers) store.inbox.deleteTimer(instanceId, executionId, timerId);
  // Not as the turn knew it: a caller that was rewound meanwhile waits in another execution, or does not wait any more.
  const parent = changes.answerToParent && store.instances.find(instanceId)?.parent;
  if (changes.answerToParent !== undefined && parent !== undefined) {
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
    return { activities, ready: [...ready, instanceId], nextDueMs: undefined, nextSignalMs };
  }
  store.history.append(instanceId, writing.historyLength, changes.appended);
  store.instances.update(instance);
  if (isFinished(instance.status)) {
    store.inbox.delete(instanceId);
    if (changes.dropsActivities) store.activities.delete(instanceId);
    return { activities, ready, nextDueMs: undefined, nextSignalMs };
  }
  for (const { taskId, dueMs } of changes.timers) {
    const message = { kind: 'timer-fired', id: taskId, timestampMs: dueMs } as const;
    store.inbox.put({ instanceId, executionId, dueMs, timerId: taskId, message });
  }
  return { activities, ready, nextDueMs: earliestDueMs(changes.timers), nextSignalMs };
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
