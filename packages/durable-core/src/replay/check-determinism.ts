import { schedulerIdOf } from '../entities/entity-id.ts';
import { type Completion, type Scheduling, scheduledKindOf } from '../history/completion.ts';
import { type Call, describeCall } from '../tasks/call.ts';
import { type EntityRequest, isEntityRequest } from '../tasks/entity-request.ts';

/**
 * Compares what history records under a sequence id with what the code asked for under the same id.
 *
 * Kinds must agree and, where both have one, names too; upper and lower case mean the same, and inputs are never compared
 * (the Durable Task Framework's rules).
 *
 * @returns The difference in words that name both sides; `undefined` when they agree.
 */
export function findDifference(event: Scheduling | Completion, call: Call | undefined): string | undefined {
  // in words only when they differ: every event of a replay is compared
  if (call === undefined)
    return `history records ${describeEvent(event)}, but the code has asked for nothing under that id`;
  if (isSame(event, call)) return undefined;
  return `history records ${describeEvent(event)}, but the code asked for ${describeCall(call)}`;
}

function isSame(event: Scheduling | Completion, call: Call): boolean {
  if (event.kind === 'event-sent' && isEntityRequest(call)) return isSentTo(event.instanceId, call);
  // an HTTP call is recorded as the activity that hosts have for it
  if (scheduledKindOf(event) !== (call.kind === 'http' ? 'activity' : call.kind)) return false;
  if (!('name' in event && 'name' in call) || event.name === call.name) return true;
  return event.name.toLowerCase() === call.name.toLowerCase();
}

/** Locks and their release go to several entities, in an order that is the host's. */
function isSentTo(instanceId: string, call: EntityRequest): boolean {
  if (instanceId === '' || !('target' in call)) return true;
  return schedulerIdOf(call.target).toLowerCase() === instanceId.toLowerCase();
}

function describeEvent(event: Scheduling | Completion): string {
  switch (event.kind) {
    case 'task-scheduled':
      return `that activity '${event.name}' was scheduled under sequence id ${event.id}`;
    case 'sub-orchestration-created':
      return `that sub-orchestration '${event.name}' was started under sequence id ${event.id}`;
    case 'timer-created':
      return `that a timer was set under sequence id ${event.id}`;
    case 'event-sent':
      return `that '${event.name}' was sent to '${event.instanceId}' under sequence id ${event.id}`;
    case 'timer-fired':
      return `that timer ${event.id} fired`;
    case 'task-completed':
    case 'task-failed':
      return `that the activity with sequence id ${event.id} ended`;
    case 'sub-orchestration-completed':
    case 'sub-orchestration-failed':
      return `that the sub-orchestration with sequence id ${event.id} ended`;
  }
}
