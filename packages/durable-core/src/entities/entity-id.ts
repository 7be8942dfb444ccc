/** Which entity: its name, which is that of its definition, and a key of your choice. */
export interface EntityId {
  /** Name of the entity; upper and lower case mean the same. Not blank, and without `@`. */
  readonly name: string;
  /** Which one of that name; upper and lower case differ. May be empty. */
  readonly key: string;
}

/** An entity as code may name it: by name and key, or as text, `@name@key`. */
export type EntityReference = EntityId | string;

/**
 * Names one entity.
 *
 * @param entity  Its definition, or its name.
 * @throws {TypeError} when the name is blank or has an `@` in it, or either is no string.
 */
export function entityId(entity: { readonly name: string } | string, key: string): EntityId {
  const name = typeof entity === 'string' ? entity : (entity as { readonly name?: unknown } | undefined)?.name;
  return checkEntityId({ name, key });
}

/** Reads what code names an entity by. @throws {TypeError} for anything else. */
export function readEntityReference(reference: EntityReference): EntityId {
  if (typeof reference === 'string') return parseEntityId(reference);
  if (typeof reference !== 'object' || reference === null) {
    throw new TypeError(`An entity is named by { name, key } or '@name@key', got ${String(reference)}.`);
  }
  return checkEntityId(reference);
}

/**
 * The id that a task hub keeps an entity under: `@counter@k1`. The name is in lower case.
 *
 * @see https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/EntityId.cs
 */
export function schedulerIdOf({ name, key }: EntityId): string {
  return `@${name.toLowerCase()}@${key}`;
}

/** Reads `@name@key`: the name goes up to the second `@`, and all that follows is the key. @throws {TypeError} for other texts. */
export function parseEntityId(text: string): EntityId {
  const end = text.indexOf('@', 1);
  if (!text.startsWith('@') || end === -1) {
    throw new TypeError(`The text of an entity id is '@name@key', got ${JSON.stringify(text)}.`);
  }
  return checkEntityId({ name: text.slice(1, end), key: text.slice(end + 1) });
}

function checkEntityId({ name, key }: { readonly name?: unknown; readonly key?: unknown }): EntityId {
  if (typeof name !== 'string' || name.trim() === '' || name.includes('@')) {
    throw new TypeError(
      `The name of an entity is a string without '@' that is not blank, got ${JSON.stringify(name)}.`,
    );
  }
  if (typeof key !== 'string') throw new TypeError(`The key of entity '${name}' is a string, got ${typeof key}.`);
  return Object.freeze({ name, key });
}
