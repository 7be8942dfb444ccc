import type { EntityTurnChanges } from '../entities/entity-turn.ts';
import { grantLock } from './entity-locks.ts';
import { replyOfEntity } from './reply-of-entity.ts';
import type { Store } from './store.ts';

/**
 * Writes what a turn of an entity changes, and grants the lock that is asked for next. Runs inside a transaction.
 *
 * @param changes  What operations led to; `undefined` when none ran.
 * @returns The instances and entities that have something to do now.
 */
export function writeEntityTurn(
  store: Store,
  entityId: string,
  changes: EntityTurnChanges | undefined,
  nowMs: number,
): readonly string[] {
  const ready: string[] = [];
  if (changes !== undefined) {
    for (const sequence of changes.consumed) store.entityMessages.take(sequence);
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
