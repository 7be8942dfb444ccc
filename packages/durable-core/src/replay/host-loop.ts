import type { TaskFailedError } from '../errors/task-failed-error.ts';
import type { Call } from '../tasks/call.ts';

/**
 * What the host does in a loop of its own: one action that takes several sequence ids, one after the other. The worker counts them
 * along; its steps share the place of the first in the script, which is over when the loop is.
 */
export interface HostLoop {
  /** After the last attempt: what the task fails with once the pause that the host's loop still makes has ended. */
  failure: TaskFailedError | undefined;
}

/** The loop that a call begins, if the host has one for it. */
export function hostLoopOf(call: Call, hostSplitsTimers: boolean): HostLoop | undefined {
  const isLoop =
    call.kind === 'timer'
      ? hostSplitsTimers && call.untilMs !== undefined
      : 'hostRetry' in call && call.hostRetry !== undefined;
  return isLoop ? { failure: undefined } : undefined;
}
