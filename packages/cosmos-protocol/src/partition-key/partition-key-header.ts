import type { PartitionKeyValue } from './partition-key-value.ts';
import { requirePartitionKeyValue } from './require-partition-key-value.ts';

/**
 * A partition key as the service reads it in the `x-ms-documentdb-partitionkey` header: a JSON array in pure ASCII.
 *
 * A header carries no other characters, so everything past `~` is written as UTF-16 escapes in lower-case hex;
 * a missing property is `{}`.
 *
 * @throws {TypeError} when a component cannot be part of a partition key.
 * @see https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-request-headers
 */
export function encodePartitionKeyHeader(values: readonly PartitionKeyValue[]): string {
  let header = '[';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) header += ',';
    header += encodeComponent(requirePartitionKeyValue(values[index]));
  }
  return `${header}]`;
}

/**
 * Reads the components of an `x-ms-documentdb-partitionkey` header.
 *
 * @returns One value per component; an empty array for `[]`.
 * @throws {TypeError} when the header is not a JSON array of partition key components.
 */
export function decodePartitionKeyHeader(header: string): readonly PartitionKeyValue[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(header);
  } catch (cause) {
    throw new TypeError('A partition key header must be a JSON array.', { cause });
  }
  if (!Array.isArray(parsed)) throw new TypeError('A partition key header must be a JSON array.');
  return parsed.map((value) => requirePartitionKeyValue(isEmptyObject(value) ? undefined : value));
}

function encodeComponent(value: PartitionKeyValue): string {
  if (value === undefined) return '{}';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
