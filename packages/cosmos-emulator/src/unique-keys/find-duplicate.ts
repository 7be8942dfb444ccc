import type { StoredItem } from '../items/stored-item.ts';
import type { ItemWrite } from '../partitions/item-write.ts';
import type { Partition } from '../partitions/partition.ts';
import { uniqueIndexOf } from './unique-index-of.ts';
import { type UniqueKey, uniqueTexts } from './unique-key.ts';

/**
 * The first of several writes after which two items of a logical partition would have the same values of a unique key.
 *
 * They are taken as one commit, each seeing those before it: what a delete sets free, a later create may take.
 *
 * @returns `undefined` when all of them may happen.
 */
export function findDuplicate(
  partition: Partition,
  uniqueKeys: readonly UniqueKey[],
  writes: readonly ItemWrite[],
): ItemWrite | undefined {
  if (uniqueKeys.length === 0) return undefined;
  const { holders, contested } = uniqueIndexOf(partition, uniqueKeys);
  /** Who has what, as far as the writes change it; `undefined` is nobody. */
  const changed = new Map<string, string | undefined>();
  const holderBeside = (key: string, text: string): string | undefined => {
    const known = changed.has(text) ? [changed.get(text)] : (contested.get(text) ?? [holders.get(text)]);
    return [...known].find((holder) => holder !== key);
  };
  const versions = new Map<string, StoredItem>();
  for (const write of writes) {
    const { kind, item } = write;
    const { key } = item;
    const before = versions.get(key) ?? partition.items.get(key);
    const released = before === undefined ? [] : uniqueTexts(before, uniqueKeys);
    for (const text of released) changed.set(text, holderBeside(key, text));
    versions.set(key, item);
    if (kind === 'delete') continue;
    for (const text of uniqueTexts(item, uniqueKeys)) {
      if (holderBeside(key, text) !== undefined) return write;
      changed.set(text, key);
    }
  }
  return undefined;
}
