import type { ItemWrite } from '../partitions/item-write.ts';
import { nextStamp } from '../partitions/next-write.ts';
import type { WriteStamp } from '../partitions/write-stamp.ts';
import { commitWrites } from '../regions/commit-writes.ts';
import type { Operation } from '../requests/operation.ts';
import { findStoredItem } from './find-item.ts';
import type { ItemScope } from './item-scope.ts';
import { itemKey, type StoredItem } from './stored-item.ts';

/**
 * The writes of one commit in the making: what later commands see of earlier ones before anybody else does.
 *
 * A value; a draft that is dropped leaves no trace.
 */
export interface CommitDraft {
  readonly operation: Operation;
  /** The logical partition that all writes are made in. */
  readonly scope: ItemScope;
  readonly writes: readonly ItemWrite[];
}

/** A draft without writes. */
export function beginDraft(operation: Operation, scope: ItemScope): CommitDraft {
  return { operation, scope, writes: [] };
}

/** The draft with one write more. */
export function withWrite(draft: CommitDraft, write: ItemWrite): CommitDraft {
  return { ...draft, writes: [...draft.writes, write] };
}

/** The item of an id as it will be after the draft. */
export function itemInDraft({ scope, writes }: CommitDraft, id: string): StoredItem | undefined {
  const write = lastWrite(writes, itemKey(scope.keyText, id));
  if (write === undefined) return findStoredItem(scope, id);
  return write.kind === 'delete' ? undefined : write.item;
}

/** The stamp of the next write to an item: it beats all that is known of it, the draft's own writes included. */
export function stampInDraft(
  { operation: { nowMs }, scope: { partition }, writes }: CommitDraft,
  key: string,
  existing: StoredItem | undefined,
): WriteStamp {
  return nextStamp(partition, key, lastWrite(writes, key) ?? existing, nowMs);
}

/** The number of the next new item. */
export function nextItemNumber({ scope: { container }, writes }: CommitDraft): bigint {
  return container.lastItemNumber + BigInt(countCreates(writes)) + 1n;
}

/** Carries out all writes as one; nothing happens, and no log sequence number is used, when there are none. */
export function commitDraft({ operation, scope, writes }: CommitDraft): void {
  if (writes.length === 0) return;
  scope.container.lastItemNumber += BigInt(countCreates(writes));
  commitWrites(operation, scope, writes);
}

function lastWrite(writes: readonly ItemWrite[], key: string): ItemWrite | undefined {
  return writes.findLast(({ item }) => item.key === key);
}

function countCreates(writes: readonly ItemWrite[]): number {
  return writes.filter(({ kind }) => kind === 'create').length;
}
