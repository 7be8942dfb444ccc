import type { EntityId, Logger } from '@perdura/durable-core';
import { type JsonText, schedulerIdOf } from '@perdura/durable-core/engine';
import type { Clock } from '../effects/clock.ts';
import type { OperationMessage } from '../entities/entity-message.ts';
import type { EntityFilter, StoredEntity } from '../store/entity-table.ts';
import type { Store } from '../store/store.ts';
import { DueTimer } from './due-timer.ts';
import type { FindEntityRunner } from './entity-runners.ts';
import { EntityTurns } from './entity-turns.ts';
import type { GroupCommit } from './group-commit.ts';
import type { IdleGate } from './idle-gate.ts';

/** What an {@link EntityHub} works with. */
export interface EntityHubParts {
  readonly store: Store;
  readonly commits: GroupCommit;
  readonly clock: Clock;
  readonly log: Logger;
  readonly gate: IdleGate;
  readonly runnerOf: FindEntityRunner;
  /** Says that an instance or an entity may have something to do. */
  readonly announce: (id: string) => void;
  /** Answers whether more may be announced; when not, `catchUp` is called once it may. */
  readonly hasRoom: () => boolean;
}

/** The entities of a hub: what clients can ask of them. Every change is committed before its promise resolves. */
export class EntityHub {
  readonly #parts: EntityHubParts;
  readonly #turns: EntityTurns;
  readonly #timer: DueTimer;

  constructor(parts: EntityHubParts) {
    const { clock, store } = parts;
    this.#parts = parts;
    this.#turns = new EntityTurns(parts);
    this.#timer = new DueTimer(clock, store.entityMessages, parts);
  }

  /** Takes up what entities were asked for and have not done. */
  resume(): void {
    this.#timer.sweep();
  }

  /** Goes on to announce, where it had to stop or something was forgotten. */
  catchUp(hasForgotten: boolean): void {
    this.#timer.catchUp(hasForgotten);
  }

  /** Takes note of a new signal that is due at `dueMs`. */
  expect(dueMs: number): void {
    this.#timer.expect(dueMs);
  }

  /** Whether this host has the code of the entities of a name. */
  has(name: string): boolean {
    return this.#parts.runnerOf(name) !== undefined;
  }

  /** JSON text of the state of an entity, as its last turn left it; `undefined` when it does not exist. */
  readState(target: EntityId): JsonText | undefined {
    return this.#parts.store.entities.find(schedulerIdOf(target))?.state;
  }

  /** Lists the entities that exist, by their ids. */
  list(filter: EntityFilter, afterId: string | undefined, limit: number): readonly StoredEntity[] {
    return this.#parts.store.entities.list(filter, afterId, limit);
  }

  /** Asks an entity for an operation; there is no answer. */
  signal(target: EntityId, operation: string, input?: JsonText): Promise<void> {
    const id = schedulerIdOf(target);
    const message = { kind: 'operation', operation, ...(input !== undefined && { input }) } as const;
    return this.#parts.gate.track(this.#put(id, message));
  }

  /** Takes one turn of an entity, if there is something to do; of the same entity never two at a time. */
  takeTurn(id: string): Promise<void> {
    return this.#turns.take(id);
  }

  /** Leaves operations that are under way; they run again at the next start. */
  close(): void {
    this.#turns.close();
    this.#timer.close();
  }

  async #put(id: string, message: OperationMessage): Promise<void> {
    const { store, commits, announce } = this.#parts;
    await commits.run(() => store.entityMessages.put({ entityId: id, message }));
    announce(id);
  }
}
