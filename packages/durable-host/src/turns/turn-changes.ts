import type { EventRaised, JsonText } from '@perdura/durable-core/engine';
import type { Instance } from '../instances/instance.ts';
import type { Message, MessageSource } from '../instances/message.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import type { TraceContext } from '../tracing/trace-context.ts';
import type { EntityPost } from './entity-post.ts';
import type { OpenWork } from './open-work.ts';

/** An activity to run. */
export interface NewActivity {
  /** Sequence id of the call. */
  readonly taskId: number;
  /** Name of the activity. */
  readonly name: string;
  /** Its input; absent for none. */
  readonly input?: JsonText;
  /** What its run follows from; absent when nothing is traced. */
  readonly traceContext?: TraceContext;
  /** 1 when it has a place and is begun with the commit; absent or 0 when it waits in the database. */
  readonly starts?: number;
}

/** A timer to set. */
export interface NewTimer {
  /** Sequence id of the timer. */
  readonly taskId: number;
  /** When it is due, in milliseconds since 1970. */
  readonly dueMs: number;
}

/** A sub-orchestration to start. */
export interface NewChild {
  /** Sequence id of the call. */
  readonly taskId: number;
  /** Id of the child instance. */
  readonly instanceId: string;
  /** Name of its orchestration. */
  readonly name: string;
  /** Its input; absent for none. */
  readonly input?: JsonText;
  /** Its version; absent for none. */
  readonly version?: string;
  /** What it follows from; absent when nothing is traced. */
  readonly traceContext?: TraceContext;
}

/** The execution that follows one which continued as new. */
export interface NextExecution {
  /** Its input; absent for none. */
  readonly input?: JsonText;
  /** Events that came and were not waited for, oldest first. */
  readonly carriedEvents: readonly EventRaised[];
}

/** Everything one turn does to the database: all of it in one transaction, or none. */
export interface TurnChanges {
  /** The messages the turn has taken. */
  readonly consumed: readonly MessageSource[];
  /** The instance afterwards. */
  readonly instance: Instance;
  /** What history grows by. */
  readonly appended: readonly RecordedEvent[];
  /** Activities to run. */
  readonly activities: readonly NewActivity[];
  /** Timers to set; those the same turn cancelled are not among them. */
  readonly timers: readonly NewTimer[];
  /** Sequence ids of earlier timers to withdraw. */
  readonly cancelledTimers: readonly number[];
  /** Sub-orchestrations to start. */
  readonly children: readonly NewChild[];
  /** Sub-orchestrations that have not finished get this too; absent to leave them alone. */
  readonly alsoForChildren?: Message;
  /** What is sent to entities, in order; absent for nothing. */
  readonly posts?: readonly EntityPost[];
  /** The code has returned or thrown, though the instance stays open: it lets go of its locks. */
  readonly hasReturned?: true;
  /** What to tell the calling instance; absent when there is none, or it is not over. */
  readonly answerToParent?: Message;
  /** The next execution; absent unless the code continued as new. */
  readonly next?: NextExecution;
  /** What is open afterwards. */
  readonly open: OpenWork;
  /** Activities that were asked for are not run any more; those that run run to their end. */
  readonly dropsActivities?: true;
}

/** When the earliest of some timers is due, in milliseconds since 1970; `undefined` when there is none. */
export function earliestDueMs(timers: readonly { readonly dueMs: number }[]): number | undefined {
  return timers.reduce<number | undefined>((first, { dueMs }) => Math.min(first ?? dueMs, dueMs), undefined);
}
