import { type EntityId, schedulerIdOf } from '../entities/entity-id.ts';
import { DurableError } from '../errors/durable-error.ts';
import type { Entry } from './records.ts';

/**
 * What an orchestration may do between locking entities and releasing them. The extension's rules: they keep orchestrations
 * from waiting for each other in a circle.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-entities#critical-section-rules
 */
export class CriticalSection {
  /** In the order in which they are locked, each once. */
  readonly entities: readonly EntityId[];
  /** The call each locked entity was last asked for. */
  readonly #calls = new Map<string, Entry | undefined>();

  constructor(entities: readonly EntityId[]) {
    const byId = new Map<string, EntityId>();
    for (const entity of entities) {
      const id = schedulerIdOf(entity);
      if (!byId.has(id)) byId.set(id, entity);
    }
    const ids = [...byId.keys()].sort();
    this.entities = Object.freeze(ids.map((id) => byId.get(id) as EntityId));
    for (const id of ids) this.#calls.set(id, undefined);
  }

  /** @throws {DurableError} `locking-rules` when the entity must not be called. */
  checkCall(target: EntityId): void {
    const id = schedulerIdOf(target);
    if (!this.#calls.has(id)) throw breach(`it may only call the entities it has locked, and '${id}' is none of them`);
    const latest = this.#calls.get(id);
    if (latest !== undefined && latest.outcome === undefined) {
      throw breach(`it may have one call to an entity under way, and '${id}' has not answered the one before`);
    }
  }

  /** Notes the call that was made after `checkCall`. */
  noteCall(target: EntityId, entry: Entry): void {
    this.#calls.set(schedulerIdOf(target), entry);
  }

  /** @throws {DurableError} `locking-rules` when the entity must not be signalled. */
  checkSignal(target: EntityId): void {
    const id = schedulerIdOf(target);
    if (this.#calls.has(id)) throw breach(`it must not signal an entity it has locked, and '${id}' is one: call it`);
  }

  /** @throws {DurableError} `locking-rules`, always. */
  static refuseSubOrchestration(): never {
    throw breach('it must not call another orchestration');
  }

  /** @throws {DurableError} `locking-rules`, always. */
  static refuseLock(): never {
    throw breach('it must not lock more: lock them all at once');
  }
}

function breach(rule: string): DurableError {
  return new DurableError('locking-rules', `While an orchestration holds locks, ${rule}.`);
}
