import type { EntityTurnChanges } from '../entities/entity-turn.ts';
import { grantLock } from './entity-locks.ts';
import { replyOfEntity } from './reply-of-entity.ts';
import type { Store } from './store.ts';

/** An operation was withdrawn while it ran, so nothing of what ran with it counts. */
export class WithdrawnError extends Error {
  override readonly name: string = 'WithdrawnError';
}

/**
 * Writes what a turn of an entity changes, and grants the lock that is asked for next. Runs inside a transaction.
 *
 * @param changes  What operations led to; `undefined` when none ran.
 * @returns The instances and entities that have something to do now.
 * @throws {WithdrawnError} when an operation that ran is not asked for any more: its caller was rewound and has asked again.
 */
export function writeEntityTurn(
  store: Store,
  entityId: string,
  changes: EntityTurnChanges | undefined,
  nowMs: number,
): readonly string[] {
  const ready: string[] = [];
  if (changes !== undefined) {
    const areThere = changes.consumed.every((sequence) => store.entityMessages.take(sequence));
    if (!areThere) throw new WithdrawnError(`An operation of entity '${entityId}' was withdrawn while it ran.`);
    store.entities.writeState(entityId, changes.state, nowMs);
    for (const reply of changes.replies) ready.push(replyOfEntity(store, reply, nowMs));
    for (const signal of changes.signals) {
      store.entityMessages.put(signal);
      ready.push(signal.entityId);
    }
  }
  const afterLock = grantLock(store, entityId, nowMs);
  return afterLock === undefined ? ready : [...ready, afterLock];
}
