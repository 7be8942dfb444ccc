import { type Instance, isFinished, type ParentTask } from '../instances/instance.ts';
import { childCompleted } from '../turns/describe-end.ts';
import { earliestDueMs } from '../turns/turn-changes.ts';
import { beforeAllOthers } from './insert-instance.ts';
import { sendToEntities } from './send-to-entities.ts';
import { type ChildStarting, startChild } from './start-child.ts';
import type { Store } from './store.ts';
import { lockInTheWay, type OpenCall, type RewindBranch, surveyRewind } from './survey-rewind.ts';
import type { TurnAftermath } from './write-turn.ts';

/** What {@link rewindInstance} needs to know beside the instance. */
export interface Rewinding extends ChildStarting {
  /** Why, in the client's words. */
  readonly reason: string;
}

/** How a request to rewind an instance went; only failed ones can be, whose locks can be had again. */
export type RewindOutcome =
  | 'accepted'
  | 'not-found'
  | { readonly inStatus: Instance['status'] }
  | { readonly lockedElsewhere: string };

/**
 * Has a failed instance go back to before its failure, and the sub-orchestrations it failed of too. Runs inside a transaction.
 *
 * Each begins a new execution on what stays of its history, so that nothing that still runs for the old one is heard.
 *
 * @returns What there is to do now, or the entity another instance has locked; then nothing is changed.
 */
export function rewindInstance(
  store: Store,
  failed: Instance,
  rewinding: Rewinding,
): TurnAftermath | { readonly lockedElsewhere: string } {
  const branch = surveyRewind(store, failed);
  const lockedElsewhere = lockInTheWay(store, branch);
  if (lockedElsewhere !== undefined) return { lockedElsewhere };
  return rewindBranch(store, branch, heardBy(store, failed), rewinding);
}

/** A caller that runs has heard how the instance ended and waits no more; one that has ended may be rewound later. */
function heardBy({ instances }: Store, { parent }: Instance): ParentTask | undefined {
  const caller = parent && instances.find(parent.instanceId);
  return caller === undefined || isFinished(caller.status) ? parent : undefined;
}

function rewindBranch(
  store: Store,
  { failed, hasBegun, plan, calls }: RewindBranch,
  heardBy: ParentTask | undefined,
  rewinding: Rewinding,
): TurnAftermath {
  const { newId, nowMs, reason } = rewinding;
  const { output: _undone, parent: _former, ...rest } = failed;
  const { id: instanceId } = failed;
  const executionId = newId();
  const instance: Instance = {
    ...{ ...rest, executionId, status: hasBegun ? 'Running' : 'Pending', updatedMs: nowMs },
    ...(heardBy && { parent: heardBy }),
  };
  store.inbox.delete(instanceId);
  store.activities.delete(instanceId);
  store.history.truncate(instanceId, plan.keptCount);
  const rewound = { kind: 'execution-rewound', reason, timestampMs: nowMs } as const;
  store.history.append(instanceId, plan.keptCount, [...plan.marks, rewound]);
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
    store.activities.insert({
      instanceId,
      executionId,
      taskId,
      name,
      starts: 0,
      ...(input !== undefined && { input }),
      ...(failed.traceContext && { traceContext: failed.traceContext }),
    }),
  );
  const timersDueMs = earliestDueMs(plan.timers.map(({ fireAtMs: dueMs }) => ({ dueMs })));
  const begun: TurnAftermath = {
    activities,
    ready: [instanceId, ...askEntities(store, instance, plan, rewinding)],
    nextDueMs: timersDueMs,
  };
  return joinAftermaths([begun, ...calls.map((open) => takeUpCall(store, instance, open, rewinding))]);
}

/** Has the entities do what they have not done, and locks what was locked. Answers who has something to do. */
function askEntities(
  store: Store,
  instance: Instance,
  { requests, heldLocks }: RewindBranch['plan'],
  rewinding: Rewinding,
): readonly string[] {
  for (const entityId of heldLocks) store.entities.lock(entityId, instance.id, rewinding.nowMs);
  // Requests for locks were withdrawn when it ended.
  for (const request of requests) {
    if (request.kind !== 'operation' || request.requestId === undefined) continue;
    store.entityMessages.withdraw(request.entityId, instance.id, request.requestId);
  }
  return sendToEntities(store, instance, requests, rewinding);
}

/** Has a call of a sub-orchestration be answered: by the one that was started for it, however far it is, or by a new one. */
function takeUpCall(store: Store, caller: Instance, open: OpenCall, rewinding: Rewinding): TurnAftermath {
  const { id: taskId, instanceId, name, input, version } = open.call;
  const { id, executionId } = caller;
  const parent: ParentTask = { instanceId: id, executionId, taskId };
  const { nowMs: dueMs } = rewinding;
  switch (open.state) {
    case 'failed':
      return rewindBranch(store, open.branch, parent, rewinding);
    case 'running':
      store.instances.insert({ ...open.child, parent });
      return nothingToDo;
    case 'completed':
      store.inbox.put({
        instanceId: id,
        executionId,
        dueMs,
        message: childCompleted(taskId, open.child.output, dueMs),
      });
      return nothingToDo;
    case 'not-there': {
      const given = { ...(input !== undefined && { input }), ...(version !== undefined && { version }) };
      return { ...nothingToDo, ready: [startChild(store, caller, { taskId, instanceId, name, ...given }, rewinding)] };
    }
  }
}

const nothingToDo: TurnAftermath = { activities: [], ready: [], nextDueMs: undefined };

function joinAftermaths(parts: readonly TurnAftermath[]): TurnAftermath {
  return {
    activities: parts.flatMap(({ activities }) => activities),
    ready: parts.flatMap(({ ready }) => ready),
    nextDueMs: earliestDueMs(parts.flatMap(({ nextDueMs: dueMs }) => (dueMs === undefined ? [] : [{ dueMs }]))),
  };
}
