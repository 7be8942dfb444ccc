import type { EntityDefinition } from '../definitions/entity.ts';
import { runEntity } from '../run-entity.ts';
import type { AzureFunctionHandler } from './azure-functions-api.ts';
import { invocationLogger } from './invocation-logger.ts';

/** The function of an entity trigger: runs the operations of one batch and returns the answer. */
export function handleEntity(definition: EntityDefinition): AzureFunctionHandler {
  return (payload, context) => runEntity(definition, payload, { log: invocationLogger(context) });
}
