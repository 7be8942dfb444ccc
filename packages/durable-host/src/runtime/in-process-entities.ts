import { type Logger, runEntity } from '@perdura/durable-core';
import type { Clock } from '../effects/clock.ts';
import type { RunEntityBatch } from '../entities/entity-batch.ts';
import { isJsonFunction } from '../json/json-function.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';

/** Finds what runs the operations of the entities of a name; `undefined` when this host has none of that name. */
export type FindEntityRunner = (name: string) => RunEntityBatch | undefined;

/** Runs entities in this process, by the definitions the host was given. */
export function inProcessEntities(parts: {
  readonly functions: Pick<FunctionRegistry, 'entity'>;
  readonly clock: Clock;
  readonly log: Logger;
}): FindEntityRunner {
  const { functions, clock, log } = parts;
  return (name) => {
    const definition = functions.entity(name);
    if (definition === undefined || isJsonFunction(definition)) return undefined;
    return (batch) => runEntity(definition, batch, { log, now: () => clock.now() });
  };
}
