import * as z from 'zod/mini';
import { type WireFailureDetails, wireFailureDetailsSchema } from './wire-failure-details.ts';

type Text = string | null | undefined;

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
  readonly Name?: Text;
  /** Version of an orchestration; empty for none. */
  readonly Version?: Text;
  /** JSON text of the input; of TaskScheduled the JSON text of a list with the one input. */
  readonly Input?: Text;
  /** Who called, of ExecutionStarted; null for a client. */
  readonly ParentInstance?:
    | { readonly OrchestrationInstance?: { readonly InstanceId?: Text } | null | undefined }
    | null
    | undefined;
  /** Sequence id of what completed or failed. */
  readonly TaskScheduledId?: number | undefined;
  /** Sequence id of the timer that fired. */
  readonly TimerId?: number | undefined;
  /** When a timer is due: ISO 8601. */
  readonly FireAt?: Text;
  /** JSON text of a result. */
  readonly Result?: Text;
  /** Short text of a failure. */
  readonly Reason?: Text;
  /** Long text of a failure. */
  readonly Details?: Text;
  /** Structured form of a failure. */
  readonly FailureDetails?: WireFailureDetails | null | undefined;
  /** Id of a child, or of whom a message was sent to. */
  readonly InstanceId?: Text;
}

const text = z.nullish(z.string());
const id = z.optional(z.int());

/** Checks {@link WireHistoryEvent}. */
export const wireHistoryEventSchema: z.ZodMiniType<WireHistoryEvent> = z.object({
  EventType: z.int(),
  EventId: id,
  IsPlayed: z.optional(z.boolean()),
  Timestamp: z.string(),
  Name: text,
  Version: text,
  Input: text,
  ParentInstance: z.nullish(z.object({ OrchestrationInstance: z.nullish(z.object({ InstanceId: text })) })),
  TaskScheduledId: id,
  TimerId: id,
  FireAt: text,
  Result: text,
  Reason: text,
  Details: text,
  FailureDetails: z.nullish(wireFailureDetailsSchema),
  InstanceId: text,
});
