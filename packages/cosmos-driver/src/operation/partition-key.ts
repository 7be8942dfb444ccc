import { encodePartitionKeyHeader, type PartitionKeyValue } from '@perdura/cosmos-protocol';

/** What {@link PartitionKey.from} accepts: one value, the values of a hierarchical key, or a key. */
export type PartitionKeyInput = string | number | boolean | null | readonly PartitionKeyValue[] | PartitionKey;

/** Hierarchical partition keys have at most three levels. @see https://learn.microsoft.com/azure/cosmos-db/hierarchical-partition-keys */
const maxValues = 3;

/** The partition key of an item: one value for each partition key path of its container. */
export class PartitionKey {
  /** The values in the order of the container's paths; `undefined` stands for a property the item does not have. */
  readonly values: readonly PartitionKeyValue[];
  /** The key as it goes on the wire: a JSON array in ASCII. */
  readonly header: string;

  private constructor(values: readonly PartitionKeyValue[]) {
    this.header = encodePartitionKeyHeader(values);
    this.values = Object.freeze([...values]);
    Object.freeze(this);
  }

  /**
   * Makes a key from a single value, or from the values of a hierarchical key.
   *
   * `undefined` by itself is refused, because it is nearly always a forgotten argument; the key of an item that has no
   * such property is `PartitionKey.from([undefined])`.
   *
   * @throws {TypeError} for `undefined`, no or more than three values, or a value that cannot be part of a key.
   */
  static from(input: PartitionKeyInput): PartitionKey {
    if (input instanceof PartitionKey) return input;
    if (input === undefined) {
      throw new TypeError(
        'A partition key is missing; for an item without the property use PartitionKey.from([undefined]).',
      );
    }
    const values = Array.isArray(input) ? (input as readonly PartitionKeyValue[]) : [input as PartitionKeyValue];
    if (values.length < 1 || values.length > maxValues) {
      throw new TypeError(`A partition key has one to ${maxValues} values, not ${values.length}.`);
    }
    return new PartitionKey(values);
  }
}
