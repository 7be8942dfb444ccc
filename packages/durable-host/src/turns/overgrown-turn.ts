import type { Instance } from '../instances/instance.ts';
import type { MessageSource } from '../instances/message.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { describeEnd } from './describe-end.ts';
import { noOpenWork } from './open-work.ts';
import type { TurnChanges } from './turn-changes.ts';

/** The turn of an instance whose history has outgrown its limit: its code does not run, and it fails. */
export function overgrownTurn(
  instance: Instance,
  errorMessage: string,
  woken: readonly RecordedEvent[],
  consumed: readonly MessageSource[],
  nowMs: number,
): TurnChanges {
  const failure = { errorType: 'history-too-large', errorMessage, isNonRetriable: true };
  const { status, output, answerToParent } = describeEnd(
    instance,
    { kind: 'failed', failure, error: undefined },
    nowMs,
  );
  const result = output !== undefined && { result: output };
  return {
    consumed,
    instance: { ...instance, status, updatedMs: nowMs, ...(output !== undefined && { output }) },
    appended: [...woken, { kind: 'execution-completed', timestampMs: nowMs, status, ...result }],
    activities: [],
    timers: [],
    cancelledTimers: [],
    children: [],
    ...(answerToParent && { answerToParent }),
    open: noOpenWork,
    dropsActivities: true,
  };
}
