import {
  PartitionKey,
  type PartitionKeyInput,
  type PartitionKeyValue,
  valueAtPartitionKeyPath,
} from '@perdura/cosmos-driver';

/**
 * The partition key of an item, from its properties.
 *
 * @param paths  Property names along each of the container's paths.
 * @param given  What the caller says it is; must be the same.
 * @throws {TypeError} when a property cannot be part of a key, or the caller says otherwise.
 */
export function itemPartitionKey(
  item: object,
  paths: readonly (readonly string[])[],
  given: PartitionKeyInput | undefined,
): PartitionKey {
  const key = PartitionKey.from(paths.map((names) => keyValue(item, names)));
  if (given !== undefined && PartitionKey.from(given).header !== key.header) {
    throw new TypeError('Option "partitionKey" is not what the item has at the partition key paths of the container.');
  }
  return key;
}

function keyValue(item: object, names: readonly string[]): PartitionKeyValue {
  const value = valueAtPartitionKeyPath(item, names);
  if (value === null || value === undefined) return value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError(
    `The item's property at partition key path /${names.join('/')} must be a string, a finite number, a boolean or null.`,
  );
}

/**
 * The id of an item that has one.
 *
 * @returns `undefined` when it has none.
 * @throws {TypeError} when the item is no object, or its id is no string.
 */
export function itemId(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw new TypeError('An item must be an object.');
  const { id } = item as { readonly id?: unknown };
  if (id !== undefined && typeof id !== 'string') throw new TypeError('The id of an item must be a string.');
  return id;
}
