import { TaskFailedError } from '../errors/task-failed-error.ts';
import type { TaskFailure } from '../history/failure.ts';
import type { TimerCall } from '../tasks/call.ts';
import type { Step } from './records.ts';

/** A timer that is none of the code's: the pause before another attempt or poll. */
export function pauseUntil(fireAtMs: number): TimerCall {
  return { kind: 'timer', fireAtMs, state: undefined };
}

/** What a failed step fails its task with. */
export function failureOfStep({ id, call }: Step, failure: TaskFailure): TaskFailedError {
  return new TaskFailedError('name' in call ? call.name : call.kind, id, failure);
}
