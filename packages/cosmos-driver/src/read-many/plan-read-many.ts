import { effectivePartitionKey } from '@perdura/cosmos-protocol';
import type { ItemReference } from '../operation/item-reference.ts';
import { itemKey } from './item-key.ts';

/** Most items that one query asks for. Our choice: keeps the text far below the 512 KB that a query may have. */
const maxItemsPerQuery = 100;

/** One request of a read of many items. */
export type ReadManyStep =
  /** A read of one item: the cheapest there is. */
  | { readonly kind: 'read'; readonly item: ItemReference }
  /** A query for several items of one partition key range. */
  | { readonly kind: 'query'; readonly range: string; readonly items: readonly ItemReference[] };

/**
 * Shares items out among as few requests as can be: those of one partition key range go into one query, up to a hundred, and
 * one that is left alone is read. Items asked for several times are fetched once.
 *
 * @param items  Of one container.
 * @param rangeOf  The partition key range in which an effective partition key lies.
 * @returns The requests, in the order in which their first item was asked for.
 */
export function planReadMany(
  items: readonly ItemReference[],
  rangeOf: (effectiveKey: string) => string,
): readonly ReadManyStep[] {
  const seen = new Set<string>();
  const ranges = new Map<string, ItemReference[]>();
  for (const item of items) {
    const key = itemKey(item.partitionKey, item.id);
    if (seen.has(key)) continue;
    seen.add(key);
    const range = rangeOf(effectivePartitionKey(item.partitionKey.values, item.container.partitionKey));
    const ofRange = ranges.get(range);
    if (ofRange === undefined) ranges.set(range, [item]);
    else ofRange.push(item);
  }
  return [...ranges].flatMap(([range, ofRange]) => stepsOf(range, ofRange));
}

function stepsOf(range: string, items: readonly ItemReference[]): readonly ReadManyStep[] {
  const steps: ReadManyStep[] = [];
  for (let start = 0; start < items.length; start += maxItemsPerQuery) {
    const part = items.slice(start, start + maxItemsPerQuery);
    const [item] = part;
    steps.push(part.length === 1 && item ? { kind: 'read', item } : { kind: 'query', range, items: part });
  }
  return steps;
}
