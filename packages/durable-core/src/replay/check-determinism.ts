import { type Completion, type Scheduling, scheduledKindOf } from '../history/completion.ts';
import { type Call, describeCall } from '../tasks/call.ts';

/**
 * Compares what history records under a sequence id with what the code asked for under the same id.
 *
 * Kinds must agree and, where both have one, names too; upper and lower case mean the same, and inputs are never compared
 * (the Durable Task Framework's rules).
 *
 * @returns The difference in words that name both sides; `undefined` when they agree.
 */
export function findDifference(event: Scheduling | Completion, call: Call | undefined): string | undefined {
  const recorded = `history records ${describeEvent(event)}`;
  if (call === undefined) return `${recorded}, but the code has asked for nothing under that id`;
  // an HTTP call is recorded as the activity that hosts have for it
  if (scheduledKindOf(event) !== (call.kind === 'http' ? 'activity' : call.kind))
    return `${recorded}, but the code asked for ${describeCall(call)}`;
  if ('name' in event && 'name' in call && event.name.toLowerCase() !== call.name.toLowerCase()) {
    return `${recorded}, but the code asked for ${describeCall(call)}`;
  }
  return undefined;
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
