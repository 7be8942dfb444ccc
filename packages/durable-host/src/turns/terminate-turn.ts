import type { Instance } from '../instances/instance.ts';
import type { MessageSource } from '../instances/message.ts';
import type { ExecutionTerminated, RecordedEvent } from '../instances/recorded-event.ts';
import { childFailed } from './describe-end.ts';
import { noOpenWork } from './open-work.ts';
import type { TurnChanges } from './turn-changes.ts';

/** The turn of an instance that a client stops: its code does not run, and a calling instance hears that it failed. */
export function terminateTurn(
  instance: Instance,
  termination: ExecutionTerminated,
  woken: readonly RecordedEvent[],
  consumed: readonly MessageSource[],
  nowMs: number,
): TurnChanges {
  const reason = String(JSON.parse(termination.reason));
  const failure = { errorType: 'Terminated', errorMessage: `It was terminated: ${reason}`, isNonRetriable: true };
  return {
    consumed,
    instance: { ...instance, status: 'Terminated', output: termination.reason, updatedMs: nowMs },
    appended: [...woken, termination],
    activities: [],
    timers: [],
    cancelledTimers: [],
    children: [],
    ...(termination.recursive === true && { alsoForChildren: { ...termination, timestampMs: nowMs } }),
    ...(instance.parent && { answerToParent: childFailed(instance.parent.taskId, instance.name, failure, nowMs) }),
    open: noOpenWork,
    dropsActivities: true,
  };
}
