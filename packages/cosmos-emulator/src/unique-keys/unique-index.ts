import type { StoredItem } from '../items/stored-item.ts';
import { type UniqueKey, uniqueTexts } from './unique-key.ts';

/**
 * Who has which values of the unique keys in one replica.
 *
 * 1. It follows from the replica's items: every change of them changes it, and it can be made anew from them.
 * 2. A text has several holders only where several regions write and did not know of each other.
 */
export interface UniqueIndex {
  /** What it is an index of. */
  readonly uniqueKeys: readonly UniqueKey[];
  /** Key of the item that has a text; one of several where there are several. */
  readonly holders: Map<string, string>;
  /** Keys of all items that have a text, where they are several. */
  readonly contested: Map<string, Set<string>>;
}

/** An index made from the items. */
export function buildUniqueIndex(items: Iterable<StoredItem>, uniqueKeys: readonly UniqueKey[]): UniqueIndex {
  const index: UniqueIndex = { uniqueKeys, holders: new Map(), contested: new Map() };
  for (const item of items) claimTexts(index, item);
  return index;
}

/** Notes that an item is there. */
export function claimTexts({ uniqueKeys, holders, contested }: UniqueIndex, item: StoredItem): void {
  for (const text of uniqueTexts(item, uniqueKeys)) {
    const holder = holders.get(text);
    if (holder === undefined) {
      holders.set(text, item.key);
      continue;
    }
    const all = contested.get(text);
    if (all === undefined) contested.set(text, new Set([holder, item.key]));
    else all.add(item.key);
  }
}

/** Notes that an item, or this version of it, is there no longer. */
export function releaseTexts({ uniqueKeys, holders, contested }: UniqueIndex, item: StoredItem): void {
  for (const text of uniqueTexts(item, uniqueKeys)) {
    const others = contested.get(text);
    if (others === undefined) {
      holders.delete(text);
      continue;
    }
    others.delete(item.key);
    const [holder] = others;
    if (holder !== undefined) holders.set(text, holder);
    if (others.size === 1) contested.delete(text);
  }
}
