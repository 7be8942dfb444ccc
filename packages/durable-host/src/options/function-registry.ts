import type { ActivityDefinition, OrchestrationDefinition } from '@perdura/durable-core';

/** A function a host can run: what `orchestration(…)` and `activity(…)` of `@perdura/durable-core` return. */
export type DurableFunction = OrchestrationDefinition | ActivityDefinition;

/** The functions of a host, found by name; upper and lower case mean the same, as in Azure Functions. */
export interface FunctionRegistry {
  orchestration(name: string): OrchestrationDefinition | undefined;
  activity(name: string): ActivityDefinition | undefined;
  /** Names of all orchestrations, as they were defined. */
  readonly orchestrationNames: readonly string[];
  /** Names of all activities, as they were defined. */
  readonly activityNames: readonly string[];
}

/**
 * Checks the functions and sorts them by name.
 *
 * @throws {TypeError} when the list is empty, an element is no function definition, or two share a name.
 */
export function registerFunctions(functions: unknown): FunctionRegistry {
  if (!Array.isArray(functions) || functions.length === 0) {
    throw new TypeError('DurableHost: functions must be a list of at least one orchestration(…) or activity(…).');
  }
  const byName = new Map<string, DurableFunction>();
  for (const [index, definition] of functions.entries()) {
    if (!isDefinition(definition)) {
      throw new TypeError(`DurableHost: functions[${index}] is neither an orchestration(…) nor an activity(…).`);
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
    orchestrationNames: namesOf('orchestration'),
    activityNames: namesOf('activity'),
  };
}

function isDefinition(value: unknown): value is DurableFunction {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name, run } = value as Partial<Record<string, unknown>>;
  return (
    (kind === 'orchestration' || kind === 'activity') &&
    typeof name === 'string' &&
    name.trim() !== '' &&
    typeof run === 'function'
  );
}
