import * as z from 'zod/mini';
import { DurableError } from '../errors/durable-error.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import { decodeHistoryEvent } from './decode-history-event.ts';
import { negotiateSchemaVersion, type SchemaVersion } from './schema-version.ts';
import { parseTimeSpan } from './time-span.ts';

/** What the host sends to run an orchestrator, read and checked. */
export interface TriggerPayload {
  /** Id of the instance. */
  readonly instanceId: string;
  /** Id of the instance that called it; `undefined` for none. */
  readonly parentInstanceId: string | undefined;
  /** The input as the host parsed it, untouched; `undefined` where the payload has none. */
  readonly input: unknown;
  /** The whole history of the execution. */
  readonly history: readonly HistoryEvent[];
  /** The schema to answer in. */
  readonly schemaVersion: SchemaVersion;
  /** The longest timer the host takes, in milliseconds; `undefined` for no limit that we are told of. */
  readonly longestTimerMs: number | undefined;
  /** Length of the parts of a longer timer, in milliseconds; `undefined` where the host does not say. */
  readonly timerPartMs: number | undefined;
  /** The pause between polls of HTTP calls, in milliseconds; `undefined` where the host tells none. */
  readonly httpPollMs: number | undefined;
}

interface WirePayload {
  readonly history: readonly unknown[];
  readonly instanceId: string;
  readonly parentInstanceId?: string | null | undefined;
  readonly input?: unknown;
  readonly upperSchemaVersion?: number | null | undefined;
  readonly upperSchemaVersionNew?: number | null | undefined;
  readonly maximumShortTimerDuration?: string | null | undefined;
  readonly longRunningTimerIntervalDuration?: string | null | undefined;
  /** Misspelt, as the extension sends it. */
  readonly defaultHttpAsyncRequestSleepTimeMillseconds?: number | null | undefined;
  /** Not misspelt, as another host may. */
  readonly defaultHttpAsyncRequestSleepTimeMilliseconds?: number | null | undefined;
}

const wirePayloadSchema: z.ZodMiniType<WirePayload> = z.object({
  history: z.array(z.unknown()),
  instanceId: z.string().check(z.minLength(1)),
  parentInstanceId: z.nullish(z.string()),
  input: z.optional(z.unknown()),
  upperSchemaVersion: z.nullish(z.int()),
  upperSchemaVersionNew: z.nullish(z.int()),
  maximumShortTimerDuration: z.nullish(z.string()),
  longRunningTimerIntervalDuration: z.nullish(z.string()),
  defaultHttpAsyncRequestSleepTimeMillseconds: z.nullish(z.number().check(z.nonnegative())),
  defaultHttpAsyncRequestSleepTimeMilliseconds: z.nullish(z.number().check(z.nonnegative())),
});

/**
 * Reads the payload of an orchestration trigger: an object, or its JSON text. Members nobody knows are ignored, and only the
 * history's own dates are read as dates.
 *
 * @throws {DurableError} `malformed-payload`, naming the member.
 */
export function decodeTriggerPayload(payload: unknown): TriggerPayload {
  const checked = wirePayloadSchema.safeParse(typeof payload === 'string' ? parse(payload) : payload);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw malformed([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
  }
  const wire = checked.data;
  const history = wire.history.map(decodeHistoryEvent);
  if (!history.some((event) => event.kind === 'orchestrator-started')) {
    throw malformed('history has no OrchestratorStarted event');
  }
  if (!history.some((event) => event.kind === 'execution-started')) {
    throw malformed('history has no ExecutionStarted event');
  }
  return {
    instanceId: wire.instanceId,
    parentInstanceId: wire.parentInstanceId ?? undefined,
    input: wire.input,
    history,
    schemaVersion: negotiateSchemaVersion(wire.upperSchemaVersion, wire.upperSchemaVersionNew),
    longestTimerMs: durationOf(wire.maximumShortTimerDuration),
    timerPartMs: durationOf(wire.longRunningTimerIntervalDuration),
    httpPollMs:
      wire.defaultHttpAsyncRequestSleepTimeMillseconds ??
      wire.defaultHttpAsyncRequestSleepTimeMilliseconds ??
      undefined,
  };
}

/** A duration that a timer can have; hosts without a limit send none, nothing or less. */
function durationOf(text: string | null | undefined): number | undefined {
  const durationMs = text == null ? undefined : parseTimeSpan(text);
  return durationMs !== undefined && durationMs > 0 ? durationMs : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(`it is not JSON: ${String(cause)}`, cause);
  }
}

function malformed(problem: string, cause?: unknown): DurableError {
  return new DurableError('malformed-payload', `The trigger payload cannot be read: ${problem}.`, { cause });
}
