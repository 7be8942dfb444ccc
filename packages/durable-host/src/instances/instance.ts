import type { JsonText } from '@perdura/durable-core/engine';
import type { TraceContext } from '../tracing/trace-context.ts';

/** Where an instance stands, by the names of the Durable Functions HTTP API. */
export type InstanceStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';

/** The orchestration that waits for an instance. */
export interface ParentTask {
  /** Id of the calling instance. */
  readonly instanceId: string;
  /** The execution of it that called; a later one does not want the answer. */
  readonly executionId: string;
  /** Sequence id of the call. */
  readonly taskId: number;
}

/** Marks of an instance: names and values. */
export type Tags = Readonly<Record<string, string>>;

/** One instance, as the hub stores it. */
export interface Instance {
  /** Its id. */
  readonly id: string;
  /** Id of its present execution: a new one after every start and every `continueAsNew`. */
  readonly executionId: string;
  /** Name of its orchestration. */
  readonly name: string;
  /** Version it was started with; absent for none. */
  readonly version?: string;
  /** Where it stands. */
  readonly status: InstanceStatus;
  /** What its present execution was started with; absent for nothing. */
  readonly input?: JsonText;
  /** What it returned, the text of its failure, or the reason of its termination; absent for nothing. */
  readonly output?: JsonText;
  /** The last custom status it set; absent for none. */
  readonly customStatus?: JsonText;
  /** When it was started, in milliseconds since 1970. */
  readonly createdMs: number;
  /** When its history last grew, in milliseconds since 1970. */
  readonly updatedMs: number;
  /** When it is to begin, in milliseconds since 1970; absent for at once. */
  readonly startAtMs?: number;
  /** What a client has marked it with; absent for nothing. */
  readonly tags?: Tags;
  /** Who waits for it; absent when a client started it. */
  readonly parent?: ParentTask;
  /** The trace it belongs to; absent for none. */
  readonly traceContext?: TraceContext;
}

/** The statuses of instances that have come to their end. */
export const finishedStatuses: readonly InstanceStatus[] = ['Completed', 'Failed', 'Terminated'];

/** Tells whether an instance of this status has come to its end. */
export function isFinished(status: InstanceStatus): boolean {
  return finishedStatuses.includes(status);
}
