import type { Completed, Failed, FailureDetails, JsonText } from '@perdura/durable-core/engine';
import type { Instance } from '../instances/instance.ts';
import type { Message } from '../instances/message.ts';

/** How an instance ended: its last status, its output, and what a calling instance hears of it. */
export interface End {
  readonly status: 'Completed' | 'Failed';
  readonly output?: JsonText;
  /** Absent when nobody called. */
  readonly answerToParent?: Message;
}

/** Words the end of an instance. The text of a failure is that of the Durable extension. */
export function describeEnd(instance: Instance, outcome: Completed | Failed, nowMs: number): End {
  if (outcome.kind === 'completed') {
    return {
      status: 'Completed',
      ...(outcome.output !== undefined && { output: outcome.output }),
      ...(instance.parent && {
        answerToParent: childCompleted(instance.parent.taskId, outcome.output, nowMs),
      }),
    };
  }
  const { errorMessage } = outcome.failure;
  return {
    status: 'Failed',
    output: JSON.stringify(`Orchestrator function '${instance.name}' failed: ${errorMessage}`),
    ...(instance.parent && {
      answerToParent: childFailed(instance.parent.taskId, instance.name, outcome.failure, nowMs),
    }),
  };
}

/** Tells a calling instance what its sub-orchestration returned. */
export function childCompleted(taskId: number, output: JsonText | undefined, nowMs: number): Message {
  return {
    kind: 'sub-orchestration-completed',
    timestampMs: nowMs,
    id: taskId,
    ...(output !== undefined && { result: output }),
  };
}

/** Tells a calling instance that its sub-orchestration failed, or could not be started. */
export function childFailed(taskId: number, name: string, failure: FailureDetails, nowMs: number): Message {
  return {
    kind: 'sub-orchestration-failed',
    timestampMs: nowMs,
    id: taskId,
    failure: {
      reason: `Sub orchestrator function '${name}' failed: ${failure.errorMessage}`,
      ...(failure.stackTrace !== undefined && { details: failure.stackTrace }),
      failureDetails: failure,
    },
  };
}
