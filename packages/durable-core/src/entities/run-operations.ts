import { readOperation } from '../context/read-operation.ts';
import type { EntityDefinition } from '../definitions/entity.ts';
import { describeFailure } from '../errors/describe-failure.ts';
import { DurableError } from '../errors/durable-error.ts';
import { decodeJson } from '../history/decode-json.ts';
import { encodeJson } from '../history/encode-json.ts';
import type { FailureDetails } from '../history/failure.ts';
import type { JsonText } from '../history/json-text.ts';
import type { Logger } from '../logging/logger.ts';
import { applySchemaLater } from '../schema/apply-schema.ts';
import type { EntityContext } from './entity-context.ts';
import { type EntityId, schedulerIdOf } from './entity-id.ts';

/** One operation that an entity is asked for. */
export interface OperationRequest {
  readonly name: string;
  readonly input: JsonText | undefined;
  readonly isSignal: boolean;
}

/** How one operation ended. */
interface OperationOutcome {
  /** What it answered; `undefined` for nothing, and when it threw. */
  readonly result: JsonText | undefined;
  /** What it threw; `undefined` when it did not. */
  readonly failure: FailureDetails | undefined;
  /** When it began, in milliseconds since 1970. */
  readonly startedAtMs: number;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
}

/** An operation that another entity is asked for. */
interface SentSignal {
  readonly target: EntityId;
  readonly operation: string;
  readonly input: JsonText | undefined;
  /** When, in milliseconds since 1970. */
  readonly sentAtMs: number;
}

/** What came of a list of operations. */
export interface OperationsRun {
  /** The state after them; `undefined` when the entity does not exist. */
  readonly state: JsonText | undefined;
  /** One for each operation, in order. */
  readonly outcomes: readonly OperationOutcome[];
  /** What the operations that succeeded have sent. */
  readonly signals: readonly SentSignal[];
}

/** What operations run with. */
export interface OperationSurroundings {
  readonly log: Logger;
  /** The time, in milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The operation every entity has unless it defines one of that name.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-dotnet-entities#deleting-entities-in-the-isolated-model
 */
const implicitDelete = 'delete';

/**
 * Runs operations of one entity, one after the other. One that throws leaves nothing behind: neither state nor signals.
 *
 * Each gets a copy of the state, read from its JSON text: so a state is the same for the next operation as for one after a restart.
 *
 * @param state  The state before them; `undefined` when the entity does not exist.
 */
export async function runOperations(
  definition: EntityDefinition,
  key: string,
  state: JsonText | undefined,
  requests: readonly OperationRequest[],
  surroundings: OperationSurroundings,
): Promise<OperationsRun> {
  const id = Object.freeze({ name: definition.name, key });
  const outcomes: OperationOutcome[] = [];
  const signals: SentSignal[] = [];
  let current = state;
  for (const request of requests) {
    const startedAtMs = surroundings.now();
    let result: JsonText | undefined;
    let failure: FailureDetails | undefined;
    try {
      const done = await runOperation(definition, id, current, request, surroundings);
      ({ result, state: current } = done);
      signals.push(...done.signals);
    } catch (error) {
      failure = describeFailure(error);
    }
    outcomes.push({ result, failure, startedAtMs, durationMs: Math.max(0, surroundings.now() - startedAtMs) });
  }
  return { state: current, outcomes, signals };
}

async function runOperation(
  definition: EntityDefinition,
  id: EntityId,
  before: JsonText | undefined,
  { name, input, isSignal }: OperationRequest,
  { log, now }: OperationSurroundings,
) {
  const subject = `operation '${name}' of entity '${schedulerIdOf(id)}'`;
  const run = Object.hasOwn(definition.operations, name) ? definition.operations[name] : undefined;
  if (run === undefined && name.toLowerCase() === implicitDelete)
    return { result: undefined, signals: [], state: undefined };
  if (run === undefined) {
    const known = Object.keys(definition.operations).join(', ');
    throw new DurableError('unknown-operation', `There is no ${subject}; it has ${known}.`);
  }
  const { stateSchema } = definition;
  const checked = (text: JsonText, what: string): unknown => {
    const value = decodeJson(() => what, text);
    return stateSchema === undefined ? value : applySchemaLater(stateSchema, value, what, 'invalid-state');
  };
  let state =
    before === undefined ? definition.initialState(id.key) : await checked(before, `The state before ${subject}`);
  let isDeleted = false;
  let isOpen = true;
  const signals: SentSignal[] = [];
  const use = (method: string): void => {
    if (!isOpen) throw new DurableError('turn-ended', `The ${subject} called ${method} after it had ended.`);
  };
  const context: EntityContext = {
    id,
    operation: name,
    isSignal,
    isNew: before === undefined,
    log,
    setState(next) {
      use('setState');
      state = next;
      isDeleted = false;
    },
    deleteState() {
      use('deleteState');
      isDeleted = true;
    },
    signalEntity(...given: readonly unknown[]) {
      use('signalEntity');
      const { target, operation, input: payload } = readOperation('signalEntity', given);
      signals.push({ target, operation, input: payload?.json, sentAtMs: now() });
    },
  };
  try {
    const value = input === undefined ? undefined : decodeJson(() => `The input of ${subject}`, input);
    // what an operation takes its input for is between the definition and whoever calls it
    const answered = await run(state, value as never, Object.freeze(context));
    const result = encodeJson(`What ${subject} returned`, answered);
    if (isDeleted) return { result, signals, state: undefined };
    const after = encodeJson(`The state of ${subject}`, state);
    if (after === undefined) {
      throw new DurableError(
        'not-serializable',
        `The state of ${subject} is undefined; deleteState deletes the entity.`,
      );
    }
    await checked(after, `The state after ${subject}`);
    return { result, signals, state: after };
  } finally {
    isOpen = false;
  }
}
