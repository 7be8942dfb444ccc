import * as z from 'zod/mini';
import { type HistoryEntry, historyEntrySchema } from './history-entry.ts';
import { type RuntimeStatus, runtimeStatusSchema } from './runtime-status.ts';
import { wireDate } from './wire-date.ts';

/** What a hub knows about one instance, whatever its status. */
export interface InstanceStatus<Input = unknown> {
  /** Name of the orchestration. */
  readonly name: string;
  /** Id of the instance. */
  readonly instanceId: string;
  /** Version it was started with; absent where the host does not tell. */
  readonly version?: string | undefined;
  /** Texts it was started with; absent for none, and where the host keeps none. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** When it is to begin, if not at once; absent where the host does not tell. */
  readonly scheduledStartTime?: Date | undefined;
  /** What it was started with; `null` when without input, or when `showInput: false` was asked for. */
  readonly input: Input | null;
  /** What it last gave to `setCustomStatus`; `null` when nothing. */
  readonly customStatus: unknown;
  /** When it was started. The extension answers in whole seconds. */
  readonly createdTime: Date;
  /** When its history last grew. The extension answers in whole seconds. */
  readonly lastUpdatedTime: Date;
  /** Its history, oldest first; only with `showHistory`, and not yet for `Pending`. */
  readonly historyEvents?: readonly HistoryEntry[] | undefined;
}

/** An instance that returned. */
export interface CompletedStatus<Input = unknown, Output = unknown> extends InstanceStatus<Input> {
  /** Where the instance stands. */
  readonly runtimeStatus: 'Completed';
  /** What it returned, as JSON brings it back; `null` when nothing. */
  readonly output: Output;
}

/** An instance that has not returned, or never will. */
export interface OtherStatus<Input = unknown> extends InstanceStatus<Input> {
  /** Where the instance stands. */
  readonly runtimeStatus: Exclude<RuntimeStatus, 'Completed'>;
  /** Of a failed instance the failure's text, of a terminated one the reason; `null` before that. */
  readonly output: unknown;
}

/**
 * What a hub knows about one instance. With an id that knows its orchestration, `input` is typed, and `output` once
 * `runtimeStatus` is `Completed`. Both are what the definition says; the client does not check them.
 */
export type OrchestrationStatus<Input = unknown, Output = unknown> =
  | CompletedStatus<Input, Output>
  | OtherStatus<Input>;

const wireStatus = z.object({
  name: z.nullable(z.string()),
  instanceId: z.string(),
  version: z.optional(z.nullable(z.string())),
  tags: z.optional(z.nullable(z.record(z.string(), z.string()))),
  scheduledStartTime: z.optional(z.nullable(wireDate)),
  runtimeStatus: runtimeStatusSchema,
  input: z.optional(z.unknown()),
  customStatus: z.optional(z.unknown()),
  output: z.optional(z.unknown()),
  createdTime: wireDate,
  lastUpdatedTime: wireDate,
  historyEvents: z.optional(z.nullable(z.array(historyEntrySchema))),
});

/** Reads a status body: missing members become `null`, times become `Date`s, unknown members are dropped. */
export const orchestrationStatusSchema: z.ZodMiniType<OrchestrationStatus> = z.pipe(
  wireStatus,
  z.transform((wire): OrchestrationStatus => {
    const { name, version, tags, scheduledStartTime, historyEvents, ...rest } = wire;
    const { input = null, customStatus = null, output = null } = rest;
    return {
      ...rest,
      name: name ?? '',
      ...(typeof version === 'string' && { version }),
      ...(tags && { tags }),
      ...(scheduledStartTime && { scheduledStartTime }),
      input,
      customStatus,
      output,
      ...(historyEvents && { historyEvents }),
    };
  }),
);
