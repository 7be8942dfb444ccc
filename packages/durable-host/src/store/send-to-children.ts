import { type Instance, isFinished } from '../instances/instance.ts';
import type { Message } from '../instances/message.ts';
import type { Store } from './store.ts';

/**
 * Puts a message into the inbox of every sub-orchestration of an instance that has not finished. Runs inside a transaction.
 *
 * @returns Their ids.
 */
export function sendToChildren({ instances, inbox }: Store, parent: Instance, message: Message): readonly string[] {
  const open = instances.children(parent).filter(({ status }) => !isFinished(status));
  for (const { id } of open) inbox.put({ instanceId: id, dueMs: message.timestampMs, message });
  return open.map(({ id }) => id);
}
