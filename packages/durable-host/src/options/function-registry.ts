import type { ActivityDefinition, EntityDefinition, OrchestrationDefinition } from '@perdura/durable-core';
import { type FunctionKind, isJsonFunction, type JsonFunction } from '../json/json-function.ts';
import type { WorkerConnection } from '../json/worker-connection.ts';

/** What `entity(…)` of `@perdura/durable-core` returns, whatever its state. */
export interface AnyEntity {
  readonly kind: 'entity';
  /** The name orchestrations and clients call it by. */
  readonly name: string;
  /** What it can do, by name. */
  readonly operations: object;
  /** Makes the state before the first operation. */
  initialState(key: string): unknown;
}

/**
 * A function a host can run: what `orchestration(…)`, `activity(…)` and `entity(…)` of `@perdura/durable-core` return, and functions
 * behind the JSON protocol of the Durable extension.
 */
export type DurableFunction = OrchestrationDefinition | ActivityDefinition | AnyEntity | JsonFunction;

/** The functions of a host, found by name; upper and lower case mean the same, as in Azure Functions. */
export interface FunctionRegistry {
  orchestration(name: string): OrchestrationDefinition | JsonFunction | undefined;
  activity(name: string): ActivityDefinition | JsonFunction | undefined;
  entity(name: string): EntityDefinition | JsonFunction | undefined;
  /** Names of all orchestrations, as they were defined. */
  readonly orchestrationNames: readonly string[];
  /** Names of all activities, as they were defined. */
  readonly activityNames: readonly string[];
  /** Names of all entities, as they were defined. */
  readonly entityNames: readonly string[];
}

/** Who runs a function: this process, or a worker, which may not have told yet of which kind it is. */
type Registered =
  | DurableFunction
  | { readonly kind: 'worker'; readonly name: string; readonly worker: WorkerConnection };

/**
 * Checks the functions and sorts them by name.
 *
 * @param workers  Those who run further functions in other processes.
 * @throws {TypeError} when there are none, an element is no function definition, or two share a name.
 */
export function registerFunctions(functions: unknown, workers: readonly WorkerConnection[] = []): FunctionRegistry {
  if (!Array.isArray(functions) || (functions.length === 0 && workers.length === 0)) {
    throw new TypeError(
      'DurableHost: functions must be a list of at least one orchestration(…), activity(…) or entity(…).',
    );
  }
  const byName = new Map<string, Registered>();
  const add = (registered: Registered) => {
    const key = registered.name.toLowerCase();
    const namesake = byName.get(key);
    if (namesake !== undefined) {
      throw new TypeError(
        `DurableHost: the ${wordFor(registered)} '${registered.name}' has the name of the ${wordFor(namesake)} '${namesake.name}'. ` +
          'Upper and lower case are not told apart.',
      );
    }
    byName.set(key, registered);
  };
  for (const [index, definition] of functions.entries()) {
    if (!isDefinition(definition)) {
      throw new TypeError(`DurableHost: functions[${index}] is no orchestration(…), activity(…) or entity(…).`);
    }
    add(definition);
  }
  for (const worker of workers) for (const name of worker.names) add({ kind: 'worker', name, worker });
  const isOf = (kind: FunctionKind, registered: Registered) =>
    registered.kind === 'worker' ? registered.worker.mayBe(kind, registered.name) : registered.kind === kind;
  const namesOf = (kind: FunctionKind) =>
    [...byName.values()].filter((registered) => isOf(kind, registered)).map(({ name }) => name);
  const find = (kind: FunctionKind, name: string): DurableFunction | undefined => {
    const found = byName.get(name.toLowerCase());
    if (found === undefined || !isOf(kind, found)) return undefined;
    return found.kind === 'worker' ? found.worker.functionOf(kind, found.name) : found;
  };
  return {
    orchestration: (name) => find('orchestration', name) as OrchestrationDefinition | JsonFunction | undefined,
    activity: (name) => find('activity', name) as ActivityDefinition | JsonFunction | undefined,
    // its state is the definition's own, and only its operations look at it
    entity: (name) => find('entity', name) as EntityDefinition | JsonFunction | undefined,
    get orchestrationNames() {
      return namesOf('orchestration');
    },
    get activityNames() {
      return namesOf('activity');
    },
    get entityNames() {
      return namesOf('entity');
    },
  };
}

function wordFor({ kind }: Registered): string {
  return kind === 'worker' ? "worker's function" : kind;
}

function isDefinition(value: unknown): value is DurableFunction {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name, run, operations, invoke } = value as Partial<Record<string, unknown>>;
  if (typeof name !== 'string' || name.trim() === '') return false;
  if (kind !== 'orchestration' && kind !== 'activity' && kind !== 'entity') return false;
  if (isJsonFunction({ ...value, kind })) return typeof invoke === 'function';
  return kind === 'entity' ? typeof operations === 'object' && operations !== null : typeof run === 'function';
}
