import { partitionKeyValueAt } from '../items/partition-key-value-at.ts';
import type { StoredItem } from '../items/stored-item.ts';

/** A unique key of a container: the names along each of its paths. */
export type UniqueKey = readonly (readonly string[])[];

/**
 * What an item takes of each unique key, as a text that no other item may have: logical partition, key and values.
 *
 * What is missing counts as null and takes part, and so does an object or array, which has no value of its own there.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/unique-keys
 */
export function uniqueTexts({ key, id, document }: StoredItem, uniqueKeys: readonly UniqueKey[]): readonly string[] {
  const partitionKey = key.slice(0, key.length - id.length);
  return uniqueKeys.map((paths, number) => {
    const values = paths.map((path) => partitionKeyValueAt(document, path) ?? null);
    return `${partitionKey}${number}${JSON.stringify(values)}`;
  });
}
