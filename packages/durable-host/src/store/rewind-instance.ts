import type { SubOrchestrationCreated } from '@perdura/durable-core/engine';
import { type Instance, isFinished, type ParentTask } from '../instances/instance.ts';
import { isReplayed } from '../instances/recorded-event.ts';
import { childCompleted } from '../turns/describe-end.ts';
import { planRewind } from '../turns/plan-rewind.ts';
import { earliestDueMs } from '../turns/turn-changes.ts';
import type { StoredActivity } from './activity-table.ts';
import { beforeAllOthers } from './insert-instance.ts';
import { type ChildStarting, startChild } from './start-child.ts';
import type { Store } from './store.ts';
import type { TurnAftermath } from './write-turn.ts';

/** What {@link rewindInstance} needs to know beside the instance. */
export interface Rewinding extends ChildStarting {
  /** Why, in the client's words. */
  readonly reason: string;
}

/** How a request to rewind an instance went; only failed ones can be. */
export type RewindOutcome = 'accepted' | 'not-found' | { readonly inStatus: Instance['status'] };

/**
 * Has a failed instance go back to before its failure, and the sub-orchestrations it failed of too. Runs inside a transaction.
 *
 * The instance begins a new execution on what stays of its history, so that nothing that still runs for the old one is heard.
 */
export function rewindInstance(store: Store, failed: Instance, rewinding: Rewinding): TurnAftermath {
  const activities: StoredActivity[] = [];
  const ready: string[] = [];
  let nextDueMs: number | undefined;
  const left = [withoutDeafParent(store, failed)];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const one = rewindOne(store, next, rewinding);
    activities.push(...one.activities);
    ready.push(...one.ready);
    if (one.nextDueMs !== undefined) nextDueMs = Math.min(nextDueMs ?? one.nextDueMs, one.nextDueMs);
    left.push(...one.failedChildren);
  }
  return { activities, ready, nextDueMs };
}

/** A caller that runs has heard how the instance ended and waits no more; one that has ended may be rewound later. */
function withoutDeafParent({ instances }: Store, instance: Instance): Instance {
  const { parent, ...orphan } = instance;
  const caller = parent && instances.find(parent.instanceId);
  return caller === undefined || isFinished(caller.status) ? instance : orphan;
}

function rewindOne(
  store: Store,
  failed: Instance,
  rewinding: Rewinding,
): TurnAftermath & { readonly failedChildren: readonly Instance[] } {
  const { newId, nowMs, reason } = rewinding;
  const { output: _undone, ...rest } = failed;
  const { id: instanceId } = failed;
  const executionId = newId();
  const history = store.history.read(instanceId);
  const plan = planRewind(history);
  const status = history.slice(0, plan.keptCount).some(isReplayed) ? 'Running' : 'Pending';
  const instance: Instance = { ...rest, executionId, status, updatedMs: nowMs };
  store.inbox.delete(instanceId);
  store.activities.delete(instanceId);
  store.history.truncate(instanceId, plan.keptCount);
  store.history.append(instanceId, [...plan.marks, { kind: 'execution-rewound', reason, timestampMs: nowMs }]);
  store.instances.insert(instance);
  for (const message of plan.redelivered) {
    const recipient = message.kind === 'event-raised' ? {} : { executionId };
    store.inbox.put({ instanceId, ...recipient, dueMs: beforeAllOthers, message });
  }
  for (const { id: timerId, fireAtMs: dueMs } of plan.timers) {
    const message = { kind: 'timer-fired', id: timerId, timestampMs: dueMs } as const;
    store.inbox.put({ instanceId, executionId, dueMs, timerId, message });
  }
  const activities = plan.activities.map(({ id: taskId, name, input }) =>
    store.activities.insert({ instanceId, executionId, taskId, name, ...(input !== undefined && { input }) }),
  );
  const calls = plan.children.map((call) => takeUpCall(store, failed.executionId, instance, call, rewinding));
  return {
    activities,
    ready: [instanceId, ...calls.flatMap(({ ready = [] }) => ready)],
    nextDueMs: earliestDueMs(plan.timers.map(({ fireAtMs: dueMs }) => ({ dueMs }))),
    failedChildren: calls.flatMap(({ failedChild = [] }) => failedChild),
  };
}

/** Has a call of a sub-orchestration be answered: by the one that was started for it, however far it is, or by a new one. */
function takeUpCall(
  store: Store,
  oldExecutionId: string,
  caller: Instance,
  call: SubOrchestrationCreated,
  starting: ChildStarting,
): { readonly ready?: string; readonly failedChild?: Instance } {
  const { id: taskId, instanceId, name, input, version } = call;
  const child = store.instances.find(instanceId);
  const parent: ParentTask = { instanceId: caller.id, executionId: caller.executionId, taskId };
  const wasCalled =
    child?.parent?.instanceId === caller.id &&
    child.parent.executionId === oldExecutionId &&
    child.parent.taskId === taskId;
  if (child === undefined || !wasCalled) {
    const given = { ...(input !== undefined && { input }), ...(version !== undefined && { version }) };
    return { ready: startChild(store, caller, { taskId, instanceId, name, ...given }, starting) };
  }
  const relinked = { ...child, parent };
  if (!isFinished(child.status)) {
    store.instances.insert(relinked);
    return {};
  }
  if (child.status !== 'Completed') return { failedChild: relinked };
  const message = childCompleted(taskId, child.output, starting.nowMs);
  store.inbox.put({ instanceId: caller.id, executionId: caller.executionId, dueMs: starting.nowMs, message });
  return {};
}
