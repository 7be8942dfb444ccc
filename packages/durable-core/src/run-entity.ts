import type { EntityDefinition } from './definitions/entity.ts';
import { runOperations } from './entities/run-operations.ts';
import { checkLogger } from './logging/check-logger.ts';
import type { Logger } from './logging/logger.ts';
import { readOptions } from './options/read-options.ts';
import { decodeEntityBatch, type EntityAnswer, encodeEntityAnswer } from './protocol/entity-batch.ts';

/** Options of `runEntity`. */
export interface RunEntityOptions {
  /** Where operations log. (default: the global `console`) */
  readonly log?: Logger;
  /** The time, in milliseconds since 1970. (default: `Date.now`) */
  readonly now?: () => number;
}

/**
 * Runs the operations that a host hands to one entity, by the Durable Functions JSON protocol: trigger payload in, answer out.
 *
 * They run one after the other. One that throws is reported to whoever called it, and leaves the state as it was.
 *
 * @param triggerPayload  The payload as an object or as JSON text.
 * @throws {DurableError} `malformed-payload` when the payload cannot be read; nothing has run then.
 * @throws {TypeError} when the definition is none, or an option is unknown or malformed.
 */
export async function runEntity<State, Types>(
  definition: EntityDefinition<State, Types>,
  triggerPayload: unknown,
  options: RunEntityOptions = {},
): Promise<EntityAnswer> {
  if (definition?.kind !== 'entity' || typeof definition.operations !== 'object') {
    throw new TypeError('runEntity takes an entity, as entity(name, parts) makes it.');
  }
  const { log = console, now = Date.now } = readOptions('runEntity', options, ['log', 'now']);
  checkLogger('runEntity', log);
  if (typeof now !== 'function') throw new TypeError(`runEntity: now is a function, got ${typeof now}.`);
  const { self, state, requests } = decodeEntityBatch(triggerPayload);
  // the state is the definition's own, and only its operations look at it
  const run = await runOperations(definition as unknown as EntityDefinition, self.key, state, requests, { log, now });
  return encodeEntityAnswer(run);
}
