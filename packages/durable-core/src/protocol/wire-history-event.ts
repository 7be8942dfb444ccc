import * as z from 'zod/mini';
import { type WireFailureDetails, wireFailureDetailsSchema } from '../history/wire-failure-details.ts';
import { eventTypes } from './event-type.ts';

/** A history event as the extension sends it: which members it has depends on `EventType`; unknown ones are ignored. */
export interface WireHistoryEvent {
  /** Number of the kind of event, see `eventTypes`. */
  readonly EventType: number;
  /** Sequence id, of events that schedule something; else -1. */
  readonly EventId?: number | undefined;
  /** Handled in an earlier turn. */
  readonly IsPlayed?: boolean | undefined;
  /** When it was recorded: ISO 8601, up to seven fractional digits. */
  readonly Timestamp: string;
  /** Name of the function or event. */
  readonly Name?: string | null | undefined;
  /** Version of an orchestration; empty for none. */
  readonly Version?: string | null | undefined;
  /** JSON text of the input; of TaskScheduled the JSON text of a list with the one input. */
  readonly Input?: string | null | undefined;
  /** Who called, of ExecutionStarted; null for a client. */
  readonly ParentInstance?:
    | { readonly OrchestrationInstance?: { readonly InstanceId?: string | null | undefined } | null | undefined }
    | null
    | undefined;
  /** Sequence id of what completed or failed. */
  readonly TaskScheduledId?: number | undefined;
  /** Sequence id of the timer that fired. */
  readonly TimerId?: number | undefined;
  /** When a timer is due: ISO 8601. */
  readonly FireAt?: string | null | undefined;
  /** JSON text of a result. */
  readonly Result?: string | null | undefined;
  /** Short text of a failure. */
  readonly Reason?: string | null | undefined;
  /** Long text of a failure. */
  readonly Details?: string | null | undefined;
  /** Structured form of a failure. */
  readonly FailureDetails?: WireFailureDetails | null | undefined;
  /** Id of a child, or of whom a message was sent to. */
  readonly InstanceId?: string | null | undefined;
}

const text = z.nullish(z.string());
const id = z.optional(z.int());

const always = {
  EventType: z.int(),
  EventId: id,
  IsPlayed: z.optional(z.boolean()),
  Timestamp: z.string(),
};

const completed = z.object({ ...always, TaskScheduledId: id, Result: text });
const failed = z.object({
  ...always,
  TaskScheduledId: id,
  Reason: text,
  Details: text,
  FailureDetails: z.nullish(wireFailureDetailsSchema),
});
const noMembers = z.object(always);

/** What is read of each kind; less to check makes long histories quick to read. */
const schemas: ReadonlyMap<number, z.ZodMiniType<WireHistoryEvent>> = new Map<number, z.ZodMiniType<WireHistoryEvent>>([
  [
    eventTypes.ExecutionStarted,
    z.object({
      ...always,
      Name: text,
      Version: text,
      Input: text,
      ParentInstance: z.nullish(z.object({ OrchestrationInstance: z.nullish(z.object({ InstanceId: text })) })),
    }),
  ],
  [eventTypes.TaskScheduled, z.object({ ...always, Name: text, Input: text })],
  [eventTypes.TaskCompleted, completed],
  [eventTypes.TaskFailed, failed],
  [
    eventTypes.SubOrchestrationInstanceCreated,
    z.object({ ...always, Name: text, InstanceId: text, Input: text, Version: text }),
  ],
  [eventTypes.SubOrchestrationInstanceCompleted, completed],
  [eventTypes.SubOrchestrationInstanceFailed, failed],
  [eventTypes.TimerCreated, z.object({ ...always, FireAt: text })],
  [eventTypes.TimerFired, z.object({ ...always, TimerId: id })],
  [eventTypes.EventSent, z.object({ ...always, InstanceId: text, Name: text, Input: text })],
  [eventTypes.EventRaised, z.object({ ...always, Name: text, Input: text })],
]);

/**
 * Whether an event is one that its schema would accept. `false` says nothing: only the schema knows what is wrong, and what is
 * nested. A schema takes as long for an event as its replay does, and nearly all events are as they should be.
 */
export function isPlainEvent(value: unknown): value is WireHistoryEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as Partial<Record<keyof WireHistoryEvent, unknown>>;
  if (typeof event.Timestamp !== 'string' || !isId(event.EventId)) return false;
  if (event.IsPlayed !== undefined && typeof event.IsPlayed !== 'boolean') return false;
  switch (event.EventType) {
    case eventTypes.OrchestratorStarted:
    case eventTypes.OrchestratorCompleted:
      return true;
    case eventTypes.TaskScheduled:
    case eventTypes.EventRaised:
      return isText(event.Name) && isText(event.Input);
    case eventTypes.TaskCompleted:
    case eventTypes.SubOrchestrationInstanceCompleted:
      return isId(event.TaskScheduledId) && isText(event.Result);
    case eventTypes.SubOrchestrationInstanceCreated:
      return isText(event.Name) && isText(event.InstanceId) && isText(event.Input) && isText(event.Version);
    case eventTypes.TimerCreated:
      return isText(event.FireAt);
    case eventTypes.TimerFired:
      return isId(event.TimerId);
    case eventTypes.EventSent:
      return isText(event.InstanceId) && isText(event.Name) && isText(event.Input);
    default:
      return false;
  }
}

function isText(value: unknown): boolean {
  return value == null || typeof value === 'string';
}

function isId(value: unknown): boolean {
  return value === undefined || Number.isSafeInteger(value);
}

/** The schema that checks an event of this kind: the members the engine reads of it, no others. */
export function wireHistoryEventSchema(eventType: unknown): z.ZodMiniType<WireHistoryEvent> {
  return (typeof eventType === 'number' ? schemas.get(eventType) : undefined) ?? noMembers;
}
