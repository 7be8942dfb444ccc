import type { ActivityDefinition } from '../definitions/activity.ts';
import type { EntityDefinition } from '../definitions/entity.ts';
import type { OrchestrationDefinition } from '../definitions/orchestration.ts';

/** A function that can be registered, whatever its types: what `orchestration(…)`, `activity(…)` and `entity(…)` return. */
export type DurableFunction =
  | OrchestrationDefinition
  | ActivityDefinition
  | (Pick<EntityDefinition, 'kind' | 'name'> & { readonly operations: object });

/**
 * What the Functions host takes for a name.
 *
 * @see https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script/Utility.cs
 */
const azureName = /^(?!host$)[a-z][a-z0-9_-]{0,127}$/i;

/**
 * Checks functions before the first of them is registered.
 *
 * @throws {TypeError} when there is none, one is no definition, two share a name, or the Functions host would refuse a name.
 */
export function checkFunctions(functions: unknown): readonly DurableFunction[] {
  if (!Array.isArray(functions) || functions.length === 0) {
    throw refuse('functions is a list of at least one orchestration(…), activity(…) or entity(…)');
  }
  const byName = new Map<string, DurableFunction>();
  for (const [index, definition] of functions.entries()) {
    checkDefinition(definition, index);
    const { kind, name } = definition;
    if (!azureName.test(name)) {
      throw refuse(
        `Azure Functions does not take '${name}' for the name of an ${kind}: a name begins with a letter, has letters, digits, ` +
          "'-' and '_', at most 128 in all, and is not 'host'",
      );
    }
    const namesake = byName.get(name.toLowerCase());
    if (namesake !== undefined) {
      throw refuse(
        `the ${kind} '${name}' has the name of the ${namesake.kind} '${namesake.name}'. Upper and lower case are not told apart`,
      );
    }
    byName.set(name.toLowerCase(), definition);
  }
  return [...byName.values()];
}

function checkDefinition(value: unknown, index: number): asserts value is DurableFunction {
  const { kind, name, run, operations } = (value ?? {}) as Partial<Record<string, unknown>>;
  const isFunction = (kind === 'orchestration' || kind === 'activity') && typeof run === 'function';
  const isEntity = kind === 'entity' && typeof operations === 'object';
  if (!(isFunction || isEntity) || typeof name !== 'string') {
    throw refuse(`functions[${index}] is none of orchestration(…), activity(…) and entity(…)`);
  }
}

function refuse(problem: string): TypeError {
  return new TypeError(`registerWithAzureFunctions: ${problem}.`);
}
