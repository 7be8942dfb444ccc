import type { EntityContext } from '../entities/entity-context.ts';
import { entityId } from '../entities/entity-id.ts';
import { encodeJson } from '../history/encode-json.ts';
import { readOptions } from '../options/read-options.ts';
import { checkSchema } from '../schema/apply-schema.ts';
import type { StandardSchema } from '../schema/standard-schema.ts';
import type { Entity } from './entity-reference.ts';

/**
 * One operation: gets a copy of the state, which it may change, and its input; what it returns goes to whoever called. When it throws,
 * the state stays as it was.
 */
export type Operation<State> = (state: State, input: never, entityContext: EntityContext<State>) => unknown;

/** What callers know of operations: what each of them takes and answers. */
export type TypesOf<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends (...given: infer Given) => infer Answer
    ? {
        readonly input: Given['length'] extends 0 | 1 ? undefined : Given[1 & keyof Given];
        readonly output: Awaited<Answer>;
      }
    : never;
};

/** What an entity is made of. */
export interface EntityParts<State, Operations> {
  /** The state before the first operation: a value, or what makes one of the key. Writable as JSON. */
  readonly initialState: State | ((key: string) => State);
  /** What it can do, by name. */
  readonly operations: Operations;
  /**
   * What the state must be: operations get what the schema makes of the stored one, and what they leave is stored only if the schema
   * takes it, as JSON says it. Otherwise the operation fails with `invalid-state`, and the state stays as it was. (default: anything)
   */
  readonly state?: StandardSchema<unknown, State>;
}

/** An entity with its code, as `entity()` makes it. */
export interface EntityDefinition<State = unknown, Types = unknown> extends Entity<Types, State> {
  /** Makes the state before the first operation. */
  initialState(key: string): State;
  /** What it can do, by name. */
  readonly operations: Readonly<Record<string, Operation<State>>>;
  /** What the state must be; absent for anything. */
  readonly stateSchema?: StandardSchema<unknown, State>;
}

/**
 * Defines entities: small pieces of state, one for each key, whose operations run one after the other.
 *
 * ```ts
 * const account = entity('account', {
 *   initialState: { balance: 0 },
 *   operations: {
 *     deposit(state, amount: number) {
 *       state.balance += amount;
 *       return state.balance;
 *     },
 *   },
 * });
 * ```
 *
 * @param name  What orchestrations and clients call it by; not blank, and without `@`.
 * @throws {TypeError} when the name is none, there are no operations, one of them is no function, or the schema is none.
 */
export function entity<State, Operations extends Readonly<Record<string, Operation<State>>>>(
  name: string,
  parts: EntityParts<State, Operations>,
): EntityDefinition<State, TypesOf<Operations>> {
  entityId(name, '');
  const { initialState, operations, state } = readOptions(`entity '${name}'`, parts, [
    'initialState',
    'operations',
    'state',
  ]);
  if (typeof operations !== 'object' || operations === null || Object.keys(operations).length === 0) {
    throw new TypeError(`Entity '${name}' needs operations, an object of functions.`);
  }
  for (const [operation, run] of Object.entries(operations)) {
    if (typeof run !== 'function') {
      throw new TypeError(`Operation '${operation}' of entity '${name}' is a function, got ${typeof run}.`);
    }
  }
  checkSchema(`Entity '${name}'`, 'state', state);
  return Object.freeze({
    kind: 'entity',
    name,
    initialState: stateMaker(name, initialState),
    operations: Object.freeze({ ...operations }),
    ...(state !== undefined && { stateSchema: state }),
  });
}

/** Every entity gets a state of its own. */
function stateMaker<State>(name: string, initialState: State | ((key: string) => State)): (key: string) => State {
  if (typeof initialState === 'function') return initialState as (key: string) => State;
  const json = encodeJson(`The initialState of entity '${name}'`, initialState);
  if (json === undefined) throw new TypeError(`Entity '${name}' needs an initialState; for nothing take null.`);
  return () => JSON.parse(json) as State;
}
