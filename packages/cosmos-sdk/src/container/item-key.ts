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
  if (value === undefined) requireNotInherited(item, names);
  if (value === null || value === undefined) return value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError(
    `The item's property at partition key path /${names.join('/')} must be a string, a finite number, a boolean or null.`,
  );
}

/** The partition key under which the service keeps an item that was read: an object or array there is no key, but none. */
export function storedPartitionKey(item: object, paths: readonly (readonly string[])[]): PartitionKey {
  return PartitionKey.from(
    paths.map((names) => {
      const value = valueAtPartitionKeyPath(item, names);
      return typeof value === 'object' && value !== null ? undefined : (value as PartitionKeyValue);
    }),
  );
}

/**
 * The id of an item that has one.
 *
 * @returns `undefined` when it has none.
 * @throws {TypeError} when it is no string, or JSON would leave it out.
 */
export function itemId(item: object): string | undefined {
  const { id } = item as { readonly id?: unknown };
  if (id === undefined) return undefined;
  if (typeof id !== 'string') throw new TypeError('The id of an item must be a string.');
  if (!Object.prototype.propertyIsEnumerable.call(item, 'id')) throw leftOut('id');
  return id;
}

/** A getter of a class tells a value that is not stored: the item would end up under another key than it says. */
function requireNotInherited(item: object, [name = '']: readonly string[]): void {
  if (Object.hasOwn(item, name)) return;
  const inherited = (item as Readonly<Record<string, unknown>>)[name];
  if (['string', 'number', 'boolean'].includes(typeof inherited)) throw leftOut(name);
}

function leftOut(name: string): TypeError {
  return new TypeError(
    `JSON leaves the item's ${name} out: make it an enumerable property of the item itself, or give its class toJSON().`,
  );
}
