import * as z from 'zod/mini';
import { wireDate } from './wire-date.ts';

/**
 * Kind of an event: one of those the Durable Task Framework writes, or one a newer host adds.
 *
 * @see https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/History/EventType.cs
 */
export type HistoryEventType =
  | 'ExecutionStarted'
  | 'ExecutionCompleted'
  | 'ExecutionFailed'
  | 'ExecutionTerminated'
  | 'ExecutionSuspended'
  | 'ExecutionResumed'
  | 'ExecutionRewound'
  | 'ContinueAsNew'
  | 'TaskScheduled'
  | 'TaskCompleted'
  | 'TaskFailed'
  | 'SubOrchestrationInstanceCreated'
  | 'SubOrchestrationInstanceCompleted'
  | 'SubOrchestrationInstanceFailed'
  | 'TimerCreated'
  | 'TimerFired'
  | 'EventRaised'
  | 'EventSent'
  | 'GenericEvent'
  | (string & {});

/**
 * One line of an instance's history, as the status query shows it: what was scheduled is merged into its completion.
 * Which members a line has depends on its kind.
 */
export interface HistoryEntry {
  /** Kind of the event: `ExecutionStarted`, `TaskCompleted`, `TimerFired`, … */
  readonly eventType: HistoryEventType;
  /** When it happened. */
  readonly timestamp?: Date | undefined;
  /** When the work it completes was scheduled. */
  readonly scheduledTime?: Date | undefined;
  /** Orchestration, activity or sub-orchestration it belongs to. */
  readonly functionName?: string | undefined;
  /** Name of the event that was raised or sent. */
  readonly eventName?: string | undefined;
  /** The instance it concerns, where that is another one: a sub-orchestration, the receiver of an event. */
  readonly instanceId?: string | undefined;
  /** What the work was given, or the data of an event; not with `showInput: false`. */
  readonly input?: unknown;
  /** What the work, or the orchestration, returned; only with `showHistoryOutput`. */
  readonly result?: unknown;
  /** Why it failed, was suspended or was resumed. */
  readonly reason?: string | undefined;
  /** More about a failure, such as a stack trace. */
  readonly details?: string | undefined;
  /** When a timer is due. */
  readonly fireAt?: Date | undefined;
  /** The members as they came, by their names on the wire. */
  readonly raw: Readonly<Record<string, unknown>>;
}

const optionalText = z.optional(z.nullable(z.string()));
const optionalDate = z.optional(z.nullable(wireDate));

const wireHistoryEntry = z.looseObject({
  EventType: z.string(),
  Timestamp: optionalDate,
  ScheduledTime: optionalDate,
  FunctionName: optionalText,
  Name: optionalText,
  InstanceId: optionalText,
  Reason: optionalText,
  Details: optionalText,
  FireAt: optionalDate,
});

/** Of these, `Name` is that of an event; of all others, which are work that has not ended, the function's. */
const typesWithEventName: readonly string[] = ['EventRaised', 'EventSent', 'GenericEvent'];

/** Reads one element of `historyEvents`. */
export const historyEntrySchema: z.ZodMiniType<HistoryEntry> = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((raw: Record<string, unknown>, context): HistoryEntry => {
    const parsed = wireHistoryEntry.safeParse(raw);
    if (!parsed.success) {
      for (const { code: _, ...issue } of parsed.error.issues) {
        context.issues.push({ ...issue, code: 'custom', input: raw });
      }
      return z.NEVER;
    }
    const { EventType, Timestamp, ScheduledTime, FunctionName, Name, InstanceId, Reason, Details, FireAt } =
      parsed.data;
    const isEvent = typesWithEventName.includes(EventType);
    return {
      eventType: EventType,
      ...present({
        timestamp: Timestamp,
        scheduledTime: ScheduledTime,
        functionName: FunctionName ?? (isEvent ? undefined : Name),
        eventName: isEvent ? Name : undefined,
        instanceId: InstanceId,
        input: raw.Input,
        result: raw.Result,
        reason: Reason,
        details: Details,
        fireAt: FireAt,
      }),
      raw,
    };
  }),
);

/** Leaves out what is not there. An input or result of `null` says no more than none. */
function present<Members extends object>(members: Members): { [Name in keyof Members]?: NonNullable<Members[Name]> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as { [Name in keyof Members]?: NonNullable<Members[Name]> };
}
