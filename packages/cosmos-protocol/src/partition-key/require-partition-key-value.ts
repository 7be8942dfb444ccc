import { isPartitionKeyValue, type PartitionKeyValue } from './partition-key-value.ts';

/**
 * The component, with `-0` made `0`.
 *
 * @throws {TypeError} when the value cannot be part of a partition key.
 */
export function requirePartitionKeyValue(value: unknown): PartitionKeyValue {
  if (!isPartitionKeyValue(value)) {
    throw new TypeError(
      `A partition key component must be a string, a finite number, a boolean, null or undefined, not ${describe(value)}.`,
    );
  }
  return value === 0 ? 0 : value;
}

function describe(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
