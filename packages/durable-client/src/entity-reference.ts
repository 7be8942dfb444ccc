import { type CallOptions, checkCallOptions } from './arguments/check-call-options.ts';
import { describeValue } from './arguments/check-options.ts';
import { type EntityId, readEntityId } from './operations/entity-id.ts';

/**
 * An entity by its definition: anything with its name and, for the compiler only, its types. What `entity(…)` of
 * `@perdura/durable-core` returns fits.
 */
export interface EntityReference<Operations = unknown, State = unknown> {
  /** Name it is registered under. */
  readonly name: string;
  /** What its operations take, by their names, and what it keeps. Never there at run time. */
  readonly '~types'?: { readonly operations: Operations; readonly state: State };
}

/** What an operation takes. */
export type OperationInput<Operation> = Operation extends { readonly input: infer Input } ? Input : unknown;

/** What follows an operation in `signalEntity`: the input may be left out only when the operation can do without. */
export type OperationArguments<Operation, Options> = [undefined] extends [OperationInput<Operation>]
  ? [input?: OperationInput<Operation>, options?: Options]
  : [input: OperationInput<Operation>, options?: Options];

/**
 * Brings both forms of naming an entity to one: a definition followed by a key, or an id alone.
 *
 * @param owner  The method, for the message.
 * @returns The id, and the arguments that follow it.
 * @throws {TypeError} when the first argument is neither.
 */
export function readEntityArguments(
  owner: string,
  entity: EntityReference | EntityId | string,
  rest: readonly unknown[],
): { readonly id: EntityId; readonly rest: readonly unknown[] } {
  if (typeof entity === 'string') return { id: readEntityId(entity), rest };
  const isObject = (typeof entity === 'object' || typeof entity === 'function') && entity !== null;
  if (!isObject || typeof entity.name !== 'string') {
    throw new TypeError(`${owner}: pass an entity and its key, or { name, key }, got ${describeValue(entity)}.`);
  }
  if ('key' in entity) return { id: readEntityId(entity), rest };
  const [key, ...others] = rest;
  return { id: readEntityId({ name: entity.name, key: key as string }), rest: others };
}

/**
 * Brings both forms of `signalEntity` to one.
 *
 * @throws {TypeError} when the entity or the operation is none, or an option is unknown.
 */
export function readSignalArguments(
  entity: EntityReference | EntityId | string,
  rest: readonly unknown[],
): {
  readonly entityId: EntityId;
  readonly operation: string;
  readonly input: unknown;
  readonly options: CallOptions;
} {
  const owner = 'signalEntity';
  const { id: entityId, rest: others } = readEntityArguments(owner, entity, rest);
  const [operation, input, options = {}] = others as [string, unknown?, CallOptions?];
  checkCallOptions(options, [], owner);
  return { entityId, operation, input, options };
}
