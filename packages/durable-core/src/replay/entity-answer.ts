import { schedulerIdOf } from '../entities/entity-id.ts';
import { decodeEntityResponse, requestIdOf } from '../entities/entity-messages.ts';
import { DurableError } from '../errors/durable-error.ts';
import { TaskFailedError } from '../errors/task-failed-error.ts';
import { errorOfFailure } from '../errors/unknown-function.ts';
import { decodeJson } from '../history/decode-json.ts';
import type { EventRaised, EventSent } from '../history/history-event.ts';
import { describeCall } from '../tasks/call.ts';
import type { Outcome } from '../tasks/task.ts';
import type { Step } from './records.ts';

/** The name of the event that will answer what was sent, which the host has chosen then; `undefined` for what has no answer. */
export function answerNameOf({ call }: Step, { input }: EventSent): string | undefined {
  if (call.kind !== 'entity-call' && call.kind !== 'entity-lock') return undefined;
  return requestIdOf(input)?.toLowerCase();
}

/**
 * What an answer of entities means for the task that waits for it.
 *
 * @throws {DurableError} `malformed-history` when the answer cannot be read.
 */
export function readEntityAnswer({ call, id }: Step, { input }: EventRaised): Outcome<unknown> {
  const what = `The answer to ${describeCall(call)} (id ${id})`;
  const response = decodeEntityResponse(input);
  if (response === undefined) throw new DurableError('malformed-history', `${what} cannot be read.`);
  if (response.kind === 'failed') {
    const name = 'target' in call ? schedulerIdOf(call.target) : call.kind;
    return { status: 'rejected', error: errorOfFailure(new TaskFailedError(name, id, response.failure)) };
  }
  if (call.kind === 'entity-lock') return { status: 'fulfilled', value: call.lock };
  const { result } = response;
  return { status: 'fulfilled', value: result === undefined ? undefined : decodeJson(() => what, result) };
}
