import { type ContainerReference, PartitionKey as DriverKey, parsePartitionKeyPath } from '@perdura/cosmos-driver';
import { itemPartitionKey } from '../container/item-key.ts';
import type { ErrorResponse } from './error-response.ts';
import { StatusCodes } from './status-codes.ts';
import { localError } from './translate-error.ts';

/** The key of an item: a value, or the values of a hierarchical one. */
export type PartitionKey = PrimitivePartitionKeyValue | PrimitivePartitionKeyValue[];

/** One value of a partition key. */
export type PrimitivePartitionKeyValue = string | number | boolean | NullPartitionKeyType | NonePartitionKeyType;

/** The value of an item whose property is `null`. */
export type NullPartitionKeyType = null;

/** `{}`: the value of an item that does not have the property. */
export type NonePartitionKeyType = Record<string, never>;

/** The partition key path of containers that are created without one. */
export const DEFAULT_PARTITION_KEY_PATH = '/_partitionKey';

/** Puts the values of a partition key together, in the order of the container's paths. */
export class PartitionKeyBuilder {
  /** The values so far. */
  readonly values: PrimitivePartitionKeyValue[] = [];

  /** Adds a value. */
  addValue(value: string | boolean | number): PartitionKeyBuilder {
    this.values.push(value);
    return this;
  }

  /** Adds the value of a property that is `null`. */
  addNullValue(): PartitionKeyBuilder {
    this.values.push(null);
    return this;
  }

  /** Adds the value of a property that is not there. */
  addNoneValue(): PartitionKeyBuilder {
    this.values.push({});
    return this;
  }

  /** The key. */
  build(): PartitionKey {
    return [...this.values];
  }
}

/**
 * The key of an item as the driver takes it.
 *
 * @param partitionKey  `undefined` stands for an item that has none of the properties.
 * @param pathCount  How many partition key paths the container has.
 * @throws {TypeError} for values that cannot be part of a key.
 * @throws {ErrorResponse} 400/1001, as the service answers, for another number of values than there are paths.
 */
export function toDriverKey(partitionKey: PartitionKey | undefined, pathCount: number): DriverKey {
  if (partitionKey === undefined) return DriverKey.from(Array.from({ length: pathCount }, () => undefined));
  const count = Array.isArray(partitionKey) ? partitionKey.length : 1;
  if (count === pathCount) return scopeKey(partitionKey);
  throw mismatch(`The partition key has ${count} values, and the container ${pathCount} partition key paths.`);
}

/** The key of the item that is written. @throws {ErrorResponse} 400/1001, as the service answers, for values that cannot be part of a key. */
export function keyOfItem(item: object, { paths }: ContainerReference['partitionKey']): DriverKey {
  try {
    return itemPartitionKey(item, paths.map(parsePartitionKeyPath), undefined);
  } catch (cause) {
    throw cause instanceof TypeError ? mismatch(cause.message, cause) : cause;
  }
}

function mismatch(message: string, cause?: unknown): ErrorResponse {
  const error = localError(message, StatusCodes.BadRequest, 'BadRequest', cause);
  return Object.assign(error, { substatus: partitionKeyMismatch });
}

/** Sub-status of a key that does not fit its container. @see https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb */
const partitionKeyMismatch = 1001;

function isNone(value: PrimitivePartitionKeyValue | undefined): value is NonePartitionKeyType | undefined {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

/** A key for reading a feed: that of a container's items, or the first values of one. @throws {TypeError} */
export function scopeKey(partitionKey: PartitionKey): DriverKey {
  const values = Array.isArray(partitionKey) ? partitionKey : [partitionKey];
  return DriverKey.from(values.map((value) => (isNone(value) ? undefined : value)));
}

/** A key of the driver as this entry says it. */
export function fromDriverKey({ values }: DriverKey): PrimitivePartitionKeyValue[] {
  return values.map((value) => (value === undefined ? {} : (value as PrimitivePartitionKeyValue)));
}

/** Whether a value can be a partition key; objects with properties are none. */
export function isPartitionKey(value: unknown): value is PartitionKey {
  if (value === undefined) return false;
  return typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0;
}
