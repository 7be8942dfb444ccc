import { describeValue } from '../arguments/check-options.ts';
import { checkSegment } from '../arguments/check-text.ts';

/** Which entity: its name, which is that of its definition, and its key. */
export interface EntityId {
  /** Name of the entity; upper and lower case mean the same. */
  readonly name: string;
  /** Which one of that name. May be empty. */
  readonly key: string;
}

/** Stands for the empty key where the HTTP API reads an entity. */
export const emptyKeySymbol = '$';

/**
 * Reads what code names an entity by: `{ name, key }`, or the text `@name@key`.
 *
 * @throws {TypeError} for anything else, and for a key the HTTP API cannot carry.
 */
export function readEntityId(entity: EntityId | string): EntityId {
  const { name, key } = typeof entity === 'string' ? parseEntityId(entity) : entity;
  checkEntityName(name);
  if (typeof key !== 'string') {
    throw new TypeError(`The key of entity '${name}' must be a string, got ${describeValue(key)}.`);
  }
  if (key === emptyKeySymbol) {
    throw new TypeError(`The key '$' of entity '${name}' stands for the empty key in the HTTP API.`);
  }
  if (key.trim() !== '' || key === '') return { name, key: key === '' ? '' : checkSegment(key, 'entity key') };
  throw new TypeError(`The key of entity '${name}' must not be blank.`);
}

/** Answers `value` if entities can have that name. @throws {TypeError} when it is blank or has an `@` in it. */
export function checkEntityName(value: unknown): string {
  const name = checkSegment(value, 'entity name');
  if (name.includes('@')) throw new TypeError(`The entity name '${name}' contains '@', which parts name and key.`);
  return name;
}

/** The id as text, for messages: `@counter@k1`. */
export function entityText({ name, key }: EntityId): string {
  return `@${name}@${key}`;
}

function parseEntityId(text: string): EntityId {
  const end = text.indexOf('@', 1);
  if (!text.startsWith('@') || end < 0) {
    throw new TypeError(`The text of an entity id is '@name@key', got '${text}'.`);
  }
  return { name: text.slice(1, end), key: text.slice(end + 1) };
}
