import type { PartitionKeyDefinition } from '@perdura/cosmos-protocol';
import type { ItemReference } from '../operation/item-reference.ts';
import { itemKey, keyOfItem } from './item-key.ts';

/**
 * The items that were found, in the order in which they were asked for; an item asked for twice is there twice, one that was not
 * found is left out.
 *
 * @param found  Parsed items, in any order.
 */
export function orderItems(
  asked: readonly ItemReference[],
  found: readonly unknown[],
  definition: PartitionKeyDefinition,
): readonly unknown[] {
  const byKey = new Map<string, unknown>();
  for (const item of found) {
    const key = keyOfItem(item, definition);
    if (key !== undefined) byKey.set(key, item);
  }
  return asked.flatMap(({ partitionKey, id }) => {
    const item = byKey.get(itemKey(partitionKey, id));
    return item === undefined ? [] : [item];
  });
}
