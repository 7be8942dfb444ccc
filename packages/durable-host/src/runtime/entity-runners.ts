import { type Logger, runEntity } from '@perdura/durable-core';
import { schedulerIdOf } from '@perdura/durable-core/engine';
import type { Clock } from '../effects/clock.ts';
import type { RunEntityBatch } from '../entities/entity-batch.ts';
import type { ClientBinding } from '../http/client-binding.ts';
import { isJsonFunction } from '../json/json-function.ts';
import { runJsonEntity } from '../json/run-json-entity.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';

/** Finds what runs the operations of the entities of a name; `undefined` when this host has none of that name. */
export type FindEntityRunner = (name: string) => RunEntityBatch | undefined;

/** Closing a host leaves operations that are under way; it does not stop them. */
const { signal } = new AbortController();

/** Runs entities where their code is: in this process, by the definitions the host was given, or at a worker. */
export function entityRunners(parts: {
  readonly functions: Pick<FunctionRegistry, 'entity'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** What a client of the host is made from; `undefined` while it does not listen. */
  readonly client: () => ClientBinding | undefined;
}): FindEntityRunner {
  const { functions, clock, log, client } = parts;
  return (name) => {
    const definition = functions.entity(name);
    if (isJsonFunction(definition)) {
      return (batch) =>
        runJsonEntity(definition, batch, { instanceId: schedulerIdOf(batch.self), client: client(), signal });
    }
    return definition && ((batch) => runEntity(definition, batch, { log, now: () => clock.now() }));
  };
}
