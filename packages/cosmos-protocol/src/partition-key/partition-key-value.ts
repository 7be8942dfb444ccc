/**
 * One component of a partition key: what the item holds at one of the container's partition key paths.
 *
 * `undefined` means the item has no such property; it is a key of its own, different from `null`.
 * Numbers are finite; `-0` is the same key as `0`.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/partitioning-overview
 */
export type PartitionKeyValue = string | number | boolean | null | undefined;

/** Whether a value can be a component of a partition key: a string, finite number, boolean, `null` or `undefined`. */
export function isPartitionKeyValue(value: unknown): value is PartitionKeyValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true;
    case 'number':
      return Number.isFinite(value);
    default:
      return value === null;
  }
}
