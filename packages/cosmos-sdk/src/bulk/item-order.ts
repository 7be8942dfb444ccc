import type { QueuedOperation } from './queued-operation.ts';

/** Keeps operations on the same item in their order: one goes when the one before has its outcome. */
export interface ItemOrder {
  /** @returns Whether the operation may go; else it waits, and `leave` answers it when its turn has come. */
  enter(queued: QueuedOperation): boolean;
  /** An operation that went has its outcome. @returns The next one on its item. */
  leave(queued: QueuedOperation): QueuedOperation | undefined;
  /** Takes out all that wait. */
  drain(): readonly QueuedOperation[];
}

/** Nothing is on its way yet. */
export function createItemOrder(): ItemOrder {
  /** By item on its way: who waits for it, in order. */
  const waiting = new Map<string, QueuedOperation[]>();
  return {
    enter(queued) {
      const key = itemKey(queued);
      const behind = waiting.get(key);
      if (behind === undefined) waiting.set(key, none);
      else if (behind === none) waiting.set(key, [queued]);
      else behind.push(queued);
      return behind === undefined;
    },
    leave(queued) {
      const key = itemKey(queued);
      const next = waiting.get(key)?.shift();
      if (next === undefined) waiting.delete(key);
      return next;
    },
    drain() {
      return [...waiting.values()].flatMap((behind) => behind.splice(0));
    },
  };
}

/** Most items have nobody waiting: they share one list, which stays empty. */
const none: QueuedOperation[] = [];

function itemKey({ id, row }: QueuedOperation): string {
  return `${row.partitionKey.header} ${id}`;
}
