import * as z from 'zod/mini';
import { wireDate } from './wire-date.ts';

/**
 * One line of an instance's history, as the status query shows it: what was scheduled is merged into its completion.
 */
export interface HistoryEntry {
  /** Kind of the event: `ExecutionStarted`, `TaskCompleted`, `TimerFired`, … */
  readonly eventType: string;
  /** When it happened. */
  readonly timestamp?: Date | undefined;
  /** When the work it completes was scheduled. */
  readonly scheduledTime?: Date | undefined;
  /** Orchestration, activity or sub-orchestration it belongs to. */
  readonly functionName?: string | undefined;
  /** The members as they came, by their names on the wire: `Result`, `Reason`, `Input`, `FireAt`, … */
  readonly raw: Readonly<Record<string, unknown>>;
}

const wireHistoryEntry = z.looseObject({
  EventType: z.string(),
  Timestamp: z.optional(wireDate),
  ScheduledTime: z.optional(wireDate),
  FunctionName: z.optional(z.nullable(z.string())),
  Name: z.optional(z.nullable(z.string())),
});

/** Work that is not finished is shown as it was scheduled: there, `Name` is the function's. */
const scheduledTypes: readonly string[] = ['TaskScheduled', 'SubOrchestrationInstanceCreated'];

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
    const { EventType, Timestamp, ScheduledTime, FunctionName, Name } = parsed.data;
    const functionName = FunctionName ?? (scheduledTypes.includes(EventType) ? Name : undefined);
    return {
      eventType: EventType,
      ...(Timestamp !== undefined && { timestamp: Timestamp }),
      ...(ScheduledTime !== undefined && { scheduledTime: ScheduledTime }),
      ...(typeof functionName === 'string' && { functionName }),
      raw,
    };
  }),
);
