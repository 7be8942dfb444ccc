import { type PartitionKeyDefinition, type PartitionKeyValue, parsePartitionKeyPath } from '@perdura/cosmos-protocol';
import type { ItemReference } from '../operation/item-reference.ts';

/** A query with its parameters. */
export interface ReadManyQuery {
  readonly query: string;
  readonly parameters: readonly { readonly name: string; readonly value: string | number | boolean | null }[];
}

/**
 * The query for some items: by id alone where the id is the partition key, else by partition key and id. All values are
 * parameters; an item without a property, or with an object or array there, is asked for by the lack of a value that can be a key.
 */
export function readManyQuery(items: readonly ItemReference[], definition: PartitionKeyDefinition): ReadManyQuery {
  const parameters: { name: string; value: string | number | boolean | null }[] = [];
  const parameter = (value: string | number | boolean | null): string => {
    const name = `@p${parameters.length}`;
    parameters.push({ name, value });
    return name;
  };

  const properties = definition.paths.map(propertyAt);
  if (properties.length === 1 && properties[0] === 'c["id"]') {
    const ids = items.map(({ id }) => parameter(id));
    return { query: `SELECT * FROM c WHERE c.id IN (${ids.join(', ')})`, parameters };
  }
  const equals = (property: string, value: PartitionKeyValue): string =>
    value === undefined ? `NOT IS_PRIMITIVE(${property})` : `${property} = ${parameter(value)}`;
  const conditions = items.map(({ id, partitionKey }) => {
    const ofKey = properties.map((property, index) => equals(property, partitionKey.values[index]));
    return `(c.id = ${parameter(id)} AND ${ofKey.join(' AND ')})`;
  });
  return { query: `SELECT * FROM c WHERE ${conditions.join(' OR ')}`, parameters };
}

/** A property of `c` by its path, its names quoted as JSON text. */
function propertyAt(path: string): string {
  return `c${parsePartitionKeyPath(path)
    .map((name) => `[${JSON.stringify(name)}]`)
    .join('')}`;
}
