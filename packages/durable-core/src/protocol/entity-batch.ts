import * as z from 'zod/mini';
import type { EntityId } from '../entities/entity-id.ts';
import type { OperationRequest, OperationsRun } from '../entities/run-operations.ts';
import { DurableError } from '../errors/durable-error.ts';
import type { FailureDetails } from '../history/failure.ts';
import type { JsonText } from '../history/json-text.ts';

/** What the host sends to run operations of an entity, read and checked. */
export interface EntityBatch {
  readonly self: EntityId;
  /** The state; `undefined` when the entity does not exist. */
  readonly state: JsonText | undefined;
  readonly requests: readonly OperationRequest[];
}

/** How one operation ended. */
export interface EntityOperationResult {
  readonly isError: boolean;
  /** In milliseconds. */
  readonly duration: number;
  /** When it began, in milliseconds since 1970. */
  readonly startTime: number;
  /** JSON text of what it answered; when `isError`, of `{ message, name, stack? }`. Absent for nothing. */
  readonly result?: JsonText;
}

/** An operation that another entity is asked for. */
export interface EntityResultSignal {
  readonly target: EntityId;
  readonly name: string;
  /** JSON text; empty for none. */
  readonly input: JsonText;
  /** When, in milliseconds since 1970. */
  readonly requestTime: number;
}

/** An entity's answer to its host. */
export interface EntityAnswer {
  readonly entityExists: boolean;
  /** JSON text of the state; absent when the entity does not exist. */
  readonly entityState?: JsonText;
  /** One for each operation of the batch, in order. */
  readonly results: readonly EntityOperationResult[];
  readonly signals: readonly EntityResultSignal[];
}

const batchSchema = z.object({
  self: z.object({ name: z.string(), key: z.string() }),
  exists: z.boolean(),
  state: z.nullish(z.string()),
  batch: z.array(
    z.object({
      name: z.string(),
      input: z.nullish(z.string()),
      isSignal: z.optional(z.boolean()),
    }),
  ),
});

/**
 * Reads the payload of an entity trigger: an object, or its JSON text. Members nobody knows are ignored.
 *
 * @throws {DurableError} `malformed-payload`, naming the member.
 */
export function decodeEntityBatch(payload: unknown): EntityBatch {
  const checked = batchSchema.safeParse(typeof payload === 'string' ? parse(payload, '') : payload);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw malformed([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
  }
  const { self, exists, state, batch } = checked.data;
  const text = exists && state != null && state !== '' ? state : undefined;
  if (text !== undefined) parse(text, 'state: ');
  return {
    self,
    state: text,
    requests: batch.map(({ name, input, isSignal = false }) => ({
      name,
      input: input == null || input === '' ? undefined : input,
      isSignal,
    })),
  };
}

/** Writes what came of a batch. */
export function encodeEntityAnswer({ state, outcomes, signals }: OperationsRun): EntityAnswer {
  return {
    entityExists: state !== undefined,
    ...(state !== undefined && { entityState: state }),
    results: outcomes.map(({ result, failure, startedAtMs, durationMs }) => {
      const text = failure === undefined ? result : encodeError(failure);
      return {
        isError: failure !== undefined,
        duration: durationMs,
        startTime: startedAtMs,
        ...(text !== undefined && { result: text }),
      };
    }),
    signals: signals.map(({ target, operation, input = '', sentAtMs }) => ({
      target,
      name: operation,
      input,
      requestTime: sentAtMs,
    })),
  };
}

/** What was thrown as a JavaScript error is written, so that any worker can read it. */
function encodeError({ errorMessage, errorType, stackTrace }: FailureDetails): JsonText {
  return JSON.stringify({ message: errorMessage, name: errorType, stack: stackTrace });
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(`${where}it is not JSON: ${String(cause)}`, cause);
  }
}

function malformed(problem: string, cause?: unknown): DurableError {
  return new DurableError('malformed-payload', `The entity payload cannot be read: ${problem}.`, { cause });
}
