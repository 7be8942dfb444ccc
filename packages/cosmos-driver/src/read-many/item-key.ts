import type { PartitionKeyDefinition } from '@perdura/cosmos-protocol';
import { isPartitionKeyValue, parsePartitionKeyPath, valueAtPartitionKeyPath } from '@perdura/cosmos-protocol';
import { PartitionKey } from '../operation/partition-key.ts';

/** What tells items of a container apart, as text. */
export function itemKey(partitionKey: PartitionKey, id: string): string {
  return `${partitionKey.header}${id}`;
}

/**
 * What tells an item from the others of its container, taken from the item itself.
 *
 * @returns `undefined` for something that is no item.
 */
export function keyOfItem(item: unknown, { paths }: PartitionKeyDefinition): string | undefined {
  const id = (item as { readonly id?: unknown } | null)?.id;
  if (typeof id !== 'string') return undefined;
  const values = paths.map((path) => {
    const value = valueAtPartitionKeyPath(item, parsePartitionKeyPath(path));
    // An object or array is no key: the service files the item as one without the property.
    return isPartitionKeyValue(value) ? value : undefined;
  });
  return itemKey(PartitionKey.from(values), id);
}
