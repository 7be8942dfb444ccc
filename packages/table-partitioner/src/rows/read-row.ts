import { TablePartitionerError } from '../table-partitioner-error.ts';
import { DELETED, IDLE_SINCE, isReservedProperty, isSystemProperty, MOVING } from './reserved-properties.ts';
import type { StoredRow, TypedRow } from './stored-row.ts';
import { readTypedValue } from './typed-value.ts';

/**
 * Reads a row that the client answered.
 *
 * @throws {TablePartitionerError} `unreadable-answer` when it has no ETag.
 */
export function readRow(entity: Readonly<Record<string, unknown>>, table: string): StoredRow {
  return { ...readMarks(entity, table), properties: pick(entity, (value) => value) };
}

/**
 * Reads a row that the client answered without converting its values.
 *
 * @throws {TablePartitionerError} `unreadable-answer` when it has no ETag.
 */
export function readTypedRow(entity: Readonly<Record<string, unknown>>, table: string): TypedRow {
  return { ...readMarks(entity, table), values: pick(entity, readTypedValue) };
}

function readMarks(entity: Readonly<Record<string, unknown>>, table: string): Omit<StoredRow, 'properties'> {
  const { etag: givenEtag, timestamp } = entity;
  const etag = plain(givenEtag);
  if (typeof etag !== 'string' || etag === '') {
    throw new TablePartitionerError('unreadable-answer', `A row of table "${table}" came without ETag.`, { table });
  }
  const moving = plain(entity[MOVING]);
  return {
    etag,
    timestamp: instant(timestamp) ?? '',
    movingTo: moving === undefined ? undefined : Number(moving),
    deleted: String(plain(entity[DELETED]) ?? false) === 'true',
    idleSince: instant(entity[IDLE_SINCE]),
  };
}

function pick<T>(entity: Readonly<Record<string, unknown>>, read: (value: unknown) => T): Record<string, T> {
  const properties: Record<string, T> = {};
  for (const [name, value] of Object.entries(entity)) {
    // What was selected and is not there comes as null, which no property can be.
    const isThere = value !== undefined && value !== null;
    if (isThere && !isSystemProperty(name) && !isReservedProperty(name)) properties[name] = read(value);
  }
  return properties;
}

function instant(given: unknown): string | undefined {
  const value = plain(given);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : undefined;
}

/** The value of `{ value, type }`, or what is no such pair as it is. */
function plain(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || given instanceof Date) return given ?? undefined;
  return 'value' in given ? given.value : undefined;
}
