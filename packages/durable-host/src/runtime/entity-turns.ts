import type { EntityAnswer, Logger } from '@perdura/durable-core';
import { type JsonText, parseEntityId } from '@perdura/durable-core/engine';
import type { Clock } from '../effects/clock.ts';
import { toEntityBatch } from '../entities/entity-batch.ts';
import { leadingOperations, type OperationMessage, type WaitingMessage } from '../entities/entity-message.ts';
import { applyEntityAnswer } from '../entities/entity-turn.ts';
import type { Store } from '../store/store.ts';
import { WithdrawnError, writeEntityTurn } from '../store/write-entity-turn.ts';
import type { FindEntityRunner } from './entity-runners.ts';
import type { GroupCommit } from './group-commit.ts';

/** What {@link EntityTurns} works with. */
export interface EntityTurnsParts {
  readonly store: Store;
  readonly commits: GroupCommit;
  readonly clock: Clock;
  readonly log: Logger;
  readonly runnerOf: FindEntityRunner;
  /** Told after every commit which instances and entities have something to do. */
  readonly announce: (id: string) => void;
}

/** Ours: enough for the commit to cost little of a batch, few enough for the first caller not to wait long. */
const largestBatch = 100;

/**
 * Takes the turns of entities. Whoever calls sees to it that an entity takes one at a time.
 *
 * 1. A turn runs the operations that are due, up to the first request for a lock, on the state that is in the database.
 * 2. What they changed, answered and sent is written in one transaction with the messages that asked for them: a process
 *    that dies before that runs them again from the same state, one that dies after that never does.
 * 3. What was withdrawn while it ran has not happened, and neither has what ran with it: the rest runs again.
 * 4. Locks are granted inside that transaction, and taken back inside the one that ends their owner.
 */
export class EntityTurns {
  readonly #parts: EntityTurnsParts;
  readonly #leaving = new Set<() => void>();
  #isClosed = false;

  constructor(parts: EntityTurnsParts) {
    this.#parts = parts;
  }

  /** Takes one turn, if there is something to do. */
  async take(entityId: string): Promise<void> {
    const { store, commits, clock, announce } = this.#parts;
    const nowMs = clock.now();
    const entity = store.entities.find(entityId);
    const waiting = store.entityMessages.next(entityId, nowMs, entity?.lockedBy, largestBatch);
    if (waiting.length === 0) return;
    const operations = leadingOperations(waiting);
    const answer = operations.length === 0 ? undefined : await this.#run(entityId, entity?.state, operations);
    if (answer === 'not-now') return;
    const changes = answer && applyEntityAnswer(operations, answer);
    const endedMs = clock.now();
    const ready = await commits
      .run(() => writeEntityTurn(store, entityId, changes, endedMs))
      .catch((error: unknown) => {
        if (error instanceof WithdrawnError) return undefined;
        throw error;
      });
    // What is asked for now runs on the state that is there.
    if (ready === undefined) return announce(entityId);
    for (const { operation, result } of changes?.unheardFailures ?? []) {
      this.#parts.log.error(
        `Operation '${operation}' of entity '${entityId}' failed: ${result ?? 'it does not say why'}`,
      );
    }
    for (const id of ready) announce(id);
    // There may be more than one batch.
    announce(entityId);
  }

  /** Leaves operations that are under way: what they come to is dropped, and they run again at the next start. */
  close(): void {
    this.#isClosed = true;
    for (const leave of this.#leaving) leave();
  }

  /** Answers `'not-now'` when this host has no such entity, or is closing. */
  async #run(
    entityId: string,
    state: JsonText | undefined,
    operations: readonly WaitingMessage<OperationMessage>[],
  ): Promise<EntityAnswer | 'not-now'> {
    const { log, runnerOf } = this.#parts;
    const run = runnerOf(parseEntityId(entityId).name);
    if (run === undefined) {
      log.warn(`Entity '${entityId}' waits: this host has no entity of that name.`);
      return 'not-now';
    }
    const batch = toEntityBatch(
      entityId,
      state,
      operations.map(({ message }) => message),
    );
    const answer = await this.#unlessClosed(run(batch));
    if (answer !== 'not-now' && answer.results.length === 0) {
      throw new TypeError(`Entity '${entityId}' has run none of ${operations.length} operations.`);
    }
    return answer;
  }

  #unlessClosed<T>(work: Promise<T>): Promise<T | 'not-now'> {
    if (this.#isClosed) return Promise.resolve('not-now');
    return new Promise((resolve, reject) => {
      const leave = () => resolve('not-now');
      this.#leaving.add(leave);
      const settled = () => this.#leaving.delete(leave);
      work.then(resolve, reject).then(settled, settled);
    });
  }
}
