import type { EntityDefinition } from '../definitions/entity.ts';
import type { AzureBinding, AzureFunctionHandler, AzureFunctions } from './azure-functions-api.ts';
import { checkFunctions, type DurableFunction } from './check-functions.ts';
import { handleActivity } from './handle-activity.ts';
import { handleEntity } from './handle-entity.ts';
import { handleOrchestration } from './handle-orchestration.ts';
import { readClientBinding } from './read-client-binding.ts';

/** What functions that start and manage instances need. */
export interface AzureFunctionsRegistration {
  /** The input to register such a function with: `extraInputs: [clientInput]`. */
  readonly clientInput: AzureBinding;
  /** Reads what the host put there: `new DurableClient(readClientBinding(context))`. */
  readonly readClientBinding: typeof readClientBinding;
}

/**
 * Registers orchestrations, activities and entities with an app of the Azure Functions programming model, version 4.
 *
 * They run beside whatever else the app registers, functions of `durable-functions` included, and can call those by name.
 * All of them are checked before the first is registered.
 *
 * @param azureFunctions  `app`, `trigger` and `input` of `@azure/functions`.
 * @param functions       What `orchestration(…)`, `activity(…)` and `entity(…)` return; each is registered by its name.
 * @throws {TypeError} when there are no functions, one is none, two share a name, or the Functions host would refuse a name.
 */
export function registerWithAzureFunctions(
  azureFunctions: AzureFunctions,
  functions: readonly DurableFunction[],
): AzureFunctionsRegistration {
  const { app, trigger, input } = azureFunctions ?? {};
  for (const [name, part] of Object.entries({ app, trigger, input })) {
    if (typeof part?.generic === 'function') continue;
    throw new TypeError(
      `registerWithAzureFunctions takes { app, trigger, input } of @azure/functions; ${name} is not it.`,
    );
  }
  for (const definition of checkFunctions(functions)) {
    app.generic(definition.name, {
      trigger: trigger.generic({ type: `${definition.kind}Trigger` }),
      handler: handlerOf(definition),
    });
  }
  return Object.freeze({ clientInput: input.generic({ type: 'durableClient' }), readClientBinding });
}

function handlerOf(definition: DurableFunction): AzureFunctionHandler {
  switch (definition.kind) {
    case 'orchestration':
      return handleOrchestration(definition);
    case 'activity':
      return handleActivity(definition);
    case 'entity':
      return handleEntity(definition as EntityDefinition);
  }
}
