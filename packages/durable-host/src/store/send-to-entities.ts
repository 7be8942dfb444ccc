import { parseEntityId, unknownFunction } from '@perdura/durable-core/engine';
import type { ReplyAddress } from '../entities/entity-message.ts';
import { refusalReply } from '../entities/entity-reply.ts';
import type { Instance } from '../instances/instance.ts';
import type { FunctionRegistry } from '../options/function-registry.ts';
import type { EntityPost } from '../turns/entity-post.ts';
import { releaseLock } from './entity-locks.ts';
import { replyOfEntity } from './reply-of-entity.ts';
import type { Store } from './store.ts';

/** What {@link sendToEntities} needs to know beside what is sent. */
interface Sending {
  /** The entities that may be called. */
  readonly functions: Pick<FunctionRegistry, 'entity' | 'entityNames'>;
  /** The time of the turn, in milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * Puts what an instance sends before its entities. Who calls or locks an entity this host does not have is told at once;
 * a signal waits until a host has it. Runs inside a transaction.
 *
 * @returns The instances and entities that have something to do now.
 */
export function sendToEntities(
  store: Store,
  { id: instanceId, executionId }: Instance,
  posts: readonly EntityPost[],
  { functions, nowMs }: Sending,
): readonly string[] {
  const addressOf = (requestId: string): ReplyAddress => ({ instanceId, executionId, requestId });
  const refuse = (entityIds: readonly string[], to: ReplyAddress): string | undefined => {
    const unknown = entityIds.map((id) => parseEntityId(id).name).find((name) => functions.entity(name) === undefined);
    if (unknown === undefined) return undefined;
    const response = refusalReply(unknownFunction('entity', unknown, functions.entityNames));
    return replyOfEntity(store, { to, response }, nowMs);
  };
  const send = (post: EntityPost): readonly string[] => {
    switch (post.kind) {
      case 'operation': {
        const { entityId, operation, input, requestId, dueMs } = post;
        const replyTo = requestId === undefined ? undefined : addressOf(requestId);
        const refused = replyTo && refuse([entityId], replyTo);
        if (refused !== undefined) return [refused];
        store.entityMessages.put({
          entityId,
          senderId: instanceId,
          ...(dueMs !== undefined && { dueMs }),
          message: { kind: 'operation', operation, ...(input !== undefined && { input }), ...(replyTo && { replyTo }) },
        });
        return dueMs === undefined ? [entityId] : [];
      }
      case 'lock': {
        const { entityIds } = post;
        const replyTo = addressOf(post.requestId);
        const refused = refuse(entityIds, replyTo);
        if (refused !== undefined) return [refused];
        const [first = ''] = entityIds;
        const message = { kind: 'lock', entityIds, position: 0, replyTo } as const;
        store.entityMessages.put({ entityId: first, senderId: instanceId, message });
        return [first];
      }
      case 'release':
        return post.entityIds.filter((entityId) => releaseLock(store, entityId, instanceId));
    }
  };
  return posts.flatMap(send);
}
