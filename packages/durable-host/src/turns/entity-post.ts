import {
  type EntityDecision,
  type EventSent,
  type JsonText,
  parseEntityId,
  schedulerIdOf,
} from '@perdura/durable-core/engine';
import type { Instance } from '../instances/instance.ts';

/** What a turn of an instance sends to entities. */
export type EntityPost =
  /** An operation to carry out. */
  | {
      readonly kind: 'operation';
      readonly entityId: string;
      readonly operation: string;
      readonly input?: JsonText;
      /** Name of the event that is the answer; absent for a signal. */
      readonly requestId?: string;
      /** When, in milliseconds since 1970; absent for at once. */
      readonly dueMs?: number;
    }
  /** Entities to lock, in this order. */
  | { readonly kind: 'lock'; readonly entityIds: readonly string[]; readonly requestId: string }
  /** Entities to unlock, which a request of this id has locked. */
  | { readonly kind: 'release'; readonly entityIds: readonly string[]; readonly requestId: string };

/** Name of the message that unlocks an entity. */
export const releaseName = 'release';

/** Tells what is asked of entities from what is asked of the rest of the hub. */
export function isEntityDecision<D extends { readonly kind: string }>(decision: D): decision is D & EntityDecision {
  switch (decision.kind as EntityDecision['kind']) {
    case 'call-entity':
    case 'signal-entity':
    case 'lock-entities':
    case 'release-entities':
      return true;
    default:
      return false;
  }
}

/** What is sent for a decision. */
export function toEntityPost(decision: EntityDecision, instance: Instance): EntityPost {
  switch (decision.kind) {
    case 'call-entity':
    case 'signal-entity': {
      const { entity, operation, input } = decision;
      return {
        kind: 'operation',
        entityId: schedulerIdOf(entity),
        operation,
        ...(input !== undefined && { input }),
        ...(decision.kind === 'call-entity'
          ? { requestId: requestId(decision.id, instance) }
          : decision.fireAtMs !== undefined && { dueMs: decision.fireAtMs }),
      };
    }
    case 'lock-entities':
    case 'release-entities': {
      const kind = decision.kind === 'lock-entities' ? 'lock' : 'release';
      return { kind, entityIds: decision.entities.map(schedulerIdOf), requestId: decision.requestId };
    }
  }
}

/** The signals that are not to be dealt with before their time. */
export function signalsForLater(posts: readonly EntityPost[]): readonly { readonly dueMs: number }[] {
  return posts.flatMap((post) =>
    post.kind === 'operation' && post.dueMs !== undefined ? [{ dueMs: post.dueMs }] : [],
  );
}

/**
 * What history records of it: the messages of the Durable Task Framework, one for each sequence id the decision takes.
 *
 * @see https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/Entities/EventFormat/RequestMessage.cs
 */
export function recordEntityPost(
  id: number,
  post: EntityPost,
  { id: parent, executionId: parentExecution }: Instance,
  timestampMs: number,
): readonly EventSent[] {
  const sent = (at: number, instanceId: string, name: string, message: object): EventSent => {
    return { kind: 'event-sent', id: id + at, instanceId, name, input: JSON.stringify(message), timestampMs };
  };
  switch (post.kind) {
    case 'operation': {
      const { entityId, operation: op, input, requestId, dueMs } = post;
      const due = dueMs === undefined ? undefined : new Date(dueMs).toISOString();
      const answered = requestId === undefined ? { signal: true } : { id: requestId };
      const message = { op, ...answered, input, due, parent, parentExecution };
      return [sent(0, entityId, due === undefined ? 'op' : `op@${due}`, message)];
    }
    case 'lock': {
      const { entityIds, requestId } = post;
      const message = { lockset: entityIds.map(parseEntityId), pos: 0, id: requestId, parent, parentExecution };
      return [sent(0, entityIds[0] ?? '', 'op', message)];
    }
    case 'release':
      return post.entityIds.map((entityId, at) => sent(at, entityId, releaseName, { parent, id: post.requestId }));
  }
}

/** An id no other request has: of an execution and a sequence id there is one each. */
function requestId(id: number, { executionId }: Instance): string {
  return `${executionId}:${id}`;
}
