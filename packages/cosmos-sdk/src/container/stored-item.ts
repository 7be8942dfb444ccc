import { applySchema } from '../schema/apply-schema.ts';
import type { ContainerScope } from './container-scope.ts';
import { itemId } from './item-key.ts';

/** An item that can be stored. */
export type ItemWithId = object & { readonly id: string };

/**
 * An item as JSON sees it: what its class makes of it by `toJSON()`, or itself.
 *
 * @throws {TypeError} when that is no object.
 */
export function plainItem(item: unknown): object {
  const plain = hasToJson(item) ? item.toJSON('') : item;
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    throw new TypeError('An item must be an object.');
  }
  return plain;
}

/** The item itself, or a copy with a UUID where it has no id. */
export function withId(item: object): ItemWithId {
  return itemId(item) === undefined ? { ...item, id: crypto.randomUUID() } : (item as ItemWithId);
}

/** The item itself. @throws {TypeError} when it has no id. */
export function requireId(item: object): ItemWithId {
  if (itemId(item) === undefined) throw new TypeError('The item has no id.');
  return item as ItemWithId;
}

/**
 * The item as it is stored: what the container's schema makes of it, if there is one.
 *
 * @throws {CosmosError} `invalid-item` when the schema refuses it.
 * @throws {TypeError} when it has no id, or not any more.
 */
export async function storedItem({ schema, reference }: ContainerScope, given: object): Promise<ItemWithId> {
  if (schema === undefined) return requireId(given);
  const givenId = itemId(given);
  const what = `${givenId === undefined ? 'An item' : `Item "${givenId}"`} for container "${reference.id}"`;
  const item = plainItem(await applySchema(schema, given, what));
  if (givenId !== undefined && itemId(item) === undefined) {
    throw new TypeError(`The schema of container "${reference.id}" takes the id away: let it know the property id.`);
  }
  return requireId(item);
}

function hasToJson(item: unknown): item is { toJSON(key: string): unknown } {
  return typeof (item as { readonly toJSON?: unknown } | null | undefined)?.toJSON === 'function';
}
