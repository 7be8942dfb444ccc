import { type Instance, isFinished } from '../instances/instance.ts';
import type { Message } from '../instances/message.ts';
import type { Store } from './store.ts';

/**
 * Puts a message into the inbox of every sub-orchestration of an instance that has not finished. One that has may have left
 * some of its own running; they get it too. Runs inside a transaction.
 *
 * @returns Who got it.
 */
export function sendToChildren({ instances, inbox }: Store, parent: Instance, message: Message): readonly string[] {
  const reached: string[] = [];
  const parents = [parent];
  for (let next = parents.pop(); next !== undefined; next = parents.pop()) {
    for (const child of instances.children(next)) {
      if (isFinished(child.status)) {
        parents.push(child);
        continue;
      }
      inbox.put({ instanceId: child.id, dueMs: message.timestampMs, message });
      reached.push(child.id);
    }
  }
  return reached;
}
