import type { EntityReply } from '../entities/entity-turn.ts';
import type { Store } from './store.ts';

/** Puts the answer of an entity into the inbox of whoever asked. Answers whose that is. */
export function replyOfEntity({ inbox }: Store, { to, response }: EntityReply, nowMs: number): string {
  const { instanceId, executionId, requestId } = to;
  inbox.put({
    instanceId,
    executionId,
    dueMs: nowMs,
    message: { kind: 'event-raised', name: requestId, input: response, timestampMs: nowMs },
  });
  return instanceId;
}
