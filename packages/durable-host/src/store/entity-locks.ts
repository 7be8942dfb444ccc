import { lockedReply } from '../entities/entity-reply.ts';
import { replyOfEntity } from './reply-of-entity.ts';
import type { Store } from './store.ts';

/**
 * Grants the request for a lock that is next before an entity, if there is one, and sends it on to the next entity it is
 * for; the last answers. Runs inside a transaction, so no instance that has ended meanwhile can come to own a lock.
 *
 * @returns Who has something to do now: `undefined` when there is no request.
 */
export function grantLock(store: Store, entityId: string, nowMs: number): string | undefined {
  const { entities, entityMessages } = store;
  const [head] = entityMessages.next(entityId, nowMs, entities.ownerOf(entityId), 1);
  if (head?.message.kind !== 'lock') return undefined;
  const { message } = head;
  const { instanceId } = message.replyTo;
  entityMessages.take(head.sequence);
  entities.lock(entityId, instanceId, nowMs);
  const position = message.position + 1;
  const nextId = message.entityIds[position];
  if (nextId === undefined) return replyOfEntity(store, { to: message.replyTo, response: lockedReply }, nowMs);
  entityMessages.put({ entityId: nextId, senderId: instanceId, message: { ...message, position } });
  return nextId;
}

/**
 * Unlocks an entity for its owner. What the owner has asked it for before is done before anything else.
 *
 * @returns Whether the instance had locked it.
 */
export function releaseLock({ entities, entityMessages }: Store, entityId: string, instanceId: string): boolean {
  const wasLocked = entities.unlock(entityId, instanceId);
  if (wasLocked) entityMessages.putFirst(entityId, instanceId);
  return wasLocked;
}

/** Unlocks all an instance has locked, and withdraws what it has asked for. Answers which entities may go on. */
export function releaseAllLocks(store: Store, instanceId: string): readonly string[] {
  const { entities, entityMessages } = store;
  const withdrawn = entityMessages.withdrawLocks(instanceId);
  const locked = entities.lockedBy(instanceId);
  for (const entityId of locked) releaseLock(store, entityId, instanceId);
  return [...locked, ...withdrawn];
}
