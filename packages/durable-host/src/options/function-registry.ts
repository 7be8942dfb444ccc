import type { ActivityDefinition, EntityDefinition, OrchestrationDefinition } from '@perdura/durable-core';

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

/** A function a host can run: what `orchestration(…)`, `activity(…)` and `entity(…)` of `@perdura/durable-core` return. */
export type DurableFunction = OrchestrationDefinition | ActivityDefinition | AnyEntity;

/** The functions of a host, found by name; upper and lower case mean the same, as in Azure Functions. */
export interface FunctionRegistry {
  orchestration(name: string): OrchestrationDefinition | undefined;
  activity(name: string): ActivityDefinition | undefined;
  entity(name: string): EntityDefinition | undefined;
  /** Names of all orchestrations, as they were defined. */
  readonly orchestrationNames: readonly string[];
  /** Names of all activities, as they were defined. */
  readonly activityNames: readonly string[];
  /** Names of all entities, as they were defined. */
  readonly entityNames: readonly string[];
}

/**
 * Checks the functions and sorts them by name.
 *
 * @throws {TypeError} when the list is empty, an element is no function definition, or two share a name.
 */
export function registerFunctions(functions: unknown): FunctionRegistry {
  if (!Array.isArray(functions) || functions.length === 0) {
    throw new TypeError(
      'DurableHost: functions must be a list of at least one orchestration(…), activity(…) or entity(…).',
    );
  }
  const byName = new Map<string, DurableFunction>();
  for (const [index, definition] of functions.entries()) {
    if (!isDefinition(definition)) {
      throw new TypeError(`DurableHost: functions[${index}] is no orchestration(…), activity(…) or entity(…).`);
    }
    const key = definition.name.toLowerCase();
    const namesake = byName.get(key);
    if (namesake !== undefined) {
      throw new TypeError(
        `DurableHost: the ${definition.kind} '${definition.name}' has the name of the ${namesake.kind} '${namesake.name}'. ` +
          'Upper and lower case are not told apart.',
      );
    }
    byName.set(key, definition);
  }
  const namesOf = (wanted: DurableFunction['kind']) =>
    [...byName.values()].filter(({ kind }) => kind === wanted).map(({ name }) => name);
  const find = (name: string) => byName.get(name.toLowerCase());
  return {
    orchestration: (name) => {
      const definition = find(name);
      return definition?.kind === 'orchestration' ? definition : undefined;
    },
    activity: (name) => {
      const definition = find(name);
      return definition?.kind === 'activity' ? definition : undefined;
    },
    entity: (name) => {
      const definition = find(name);
      // its state is the definition's own, and only its operations look at it
      return definition?.kind === 'entity' ? (definition as EntityDefinition) : undefined;
    },
    orchestrationNames: namesOf('orchestration'),
    activityNames: namesOf('activity'),
    entityNames: namesOf('entity'),
  };
}

function isDefinition(value: unknown): value is DurableFunction {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name, run, operations } = value as Partial<Record<string, unknown>>;
  if (typeof name !== 'string' || name.trim() === '') return false;
  if (kind === 'entity') return typeof operations === 'object' && operations !== null;
  return (kind === 'orchestration' || kind === 'activity') && typeof run === 'function';
}
