import { isPartitionKeyValue, type PartitionKeyValue, valueAtPartitionKeyPath } from '@perdura/cosmos-protocol';
import type { JsonObject } from '../requests/json-object.ts';

/** What an item holds at a path: `undefined` when there is nothing, or an object or array, which cannot be a key. */
export function partitionKeyValueAt(document: JsonObject, path: readonly string[]): PartitionKeyValue {
  const value = valueAtPartitionKeyPath(document, path);
  return isPartitionKeyValue(value) ? value : undefined;
}
