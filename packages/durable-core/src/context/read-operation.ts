import { type EntityId, type EntityReference, entityId, readEntityReference } from '../entities/entity-id.ts';
import type { Payload } from '../tasks/payload.ts';
import { buildPayload } from './build-call.ts';

/** An operation of an entity that code asks for. */
export interface AskedOperation {
  readonly target: EntityId;
  readonly operation: string;
  readonly input: Payload | undefined;
  /** What was given after the input. */
  readonly options: unknown;
}

/**
 * Reads the arguments of `callEntity` and `signalEntity`: a definition with a key, or an entity; then operation, input, options.
 *
 * @param takesOptions  Whether something may come after the input. (default `false`)
 * @throws {TypeError} for wrong arguments.
 * @throws {DurableError} `not-serializable` for an input that JSON cannot say.
 */
export function readOperation(method: string, given: readonly unknown[], takesOptions = false): AskedOperation {
  const [first] = given;
  const isDefinition = typeof first === 'object' && first !== null && 'kind' in first;
  const target = isDefinition ? targetOf(method, first, given[1]) : readEntityReference(first as EntityReference);
  const [operation, input, options, ...others] = given.slice(isDefinition ? 2 : 1);
  if (typeof operation !== 'string' || operation.trim() === '') {
    const got = JSON.stringify(operation);
    throw new TypeError(`${method} takes the name of an operation, a string that is not blank, got ${got}.`);
  }
  if (others.length > 0 || (options !== undefined && !takesOptions)) {
    throw new TypeError(`${method} takes nothing after the input${takesOptions ? ' and its options' : ''}.`);
  }
  const what = `The input of operation '${operation}' of entity '${target.name}'`;
  return { target, operation, input: buildPayload(what, input), options };
}

function targetOf(method: string, definition: object, key: unknown): EntityId {
  const { kind, name } = definition as { readonly kind?: unknown; readonly name?: unknown };
  if (kind !== 'entity') throw new TypeError(`${method} takes an entity, got an ${String(kind)}.`);
  return entityId(name as string, key as string);
}
