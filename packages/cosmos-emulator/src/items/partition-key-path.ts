import { isPartitionKeyValue, type PartitionKeyValue } from '@perdura/cosmos-protocol';
import { isJsonObject, type JsonObject } from '../requests/json-object.ts';

/** The property names on the way to a partition key, outermost first. */
export type PartitionKeyPath = readonly string[];

/**
 * Takes a path such as `/address/zip` apart. A name with odd characters stands in quotes: `/"a/b"/c`.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/index-policy#include-exclude-paths
 */
export function partitionKeyPathOf(path: string): PartitionKeyPath {
  return (path.match(/\/(?:"[^"]*"|[^/]+)/g) ?? []).map((part) => part.slice(1).replace(/^"(.*)"$/, '$1'));
}

/** What an item holds at a path: `undefined` when there is nothing, or an object or array, which cannot be a key. */
export function partitionKeyValueAt(document: JsonObject, path: PartitionKeyPath): PartitionKeyValue {
  let value: unknown = document;
  for (const name of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return isPartitionKeyValue(value) ? value : undefined;
}
