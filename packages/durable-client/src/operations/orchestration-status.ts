import * as z from 'zod/mini';
import { type HistoryEntry, historyEntrySchema } from './history-entry.ts';
import { type RuntimeStatus, runtimeStatusSchema } from './runtime-status.ts';
import { wireDate } from './wire-date.ts';

/** What a hub knows about one instance. */
export interface OrchestrationStatus {
  /** Name of the orchestration. */
  readonly name: string;
  /** Id of the instance. */
  readonly instanceId: string;
  /** Where the instance stands. */
  readonly runtimeStatus: RuntimeStatus;
  /** What it was started with; `null` when without input, or when `showInput: false` was asked for. */
  readonly input: unknown;
  /** What it last gave to `setCustomStatus`; `null` when nothing. */
  readonly customStatus: unknown;
  /** What it returned; of a failed instance the failure's text, of a terminated one the reason; `null` before that. */
  readonly output: unknown;
  /** When it was started. The extension answers in whole seconds. */
  readonly createdTime: Date;
  /** When its history last grew. The extension answers in whole seconds. */
  readonly lastUpdatedTime: Date;
  /** Its history, oldest first; only with `showHistory`, and not yet for `Pending`. */
  readonly historyEvents?: readonly HistoryEntry[] | undefined;
}

const wireStatus = z.object({
  name: z.nullable(z.string()),
  instanceId: z.string(),
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
  z.transform(
    ({ name, input = null, customStatus = null, output = null, historyEvents, ...rest }): OrchestrationStatus => ({
      ...rest,
      name: name ?? '',
      input,
      customStatus,
      output,
      ...(historyEvents && { historyEvents }),
    }),
  ),
);
