import { IDLE_SINCE } from '../rows/reserved-properties.ts';
/** A property of rows that says when they become due, in place of the service's `Timestamp`. */
export interface RowProperty {
  /** The property's name, such as `expiresAt`. */
  readonly name: string;
  /**
   * What it holds: a date of the service (`Edm.DateTime`; a `Date` of the client), or a text in ISO 8601 with a time zone,
   * such as `Date.prototype.toISOString` writes. Texts are compared as instants. One that is no instant is never due; one
   * with an offset may become due up to that offset late.
   */
  readonly type: 'date' | 'iso-string';
}

/** When a row was last changed, as the service keeps it. */
export const TIMESTAMP: RowProperty = Object.freeze({ name: 'Timestamp', type: 'date' });
/** In a row that was moved from an older generation: when it was last changed before that; far ahead once it is changed again. */
export const BEFORE_MOVE: RowProperty = Object.freeze({ name: IDLE_SINCE, type: 'date' });
/** https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#property-names: C# identifiers. */
const PROPERTY_NAME = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\p{Cf}]{0,254}$/u;
const ISO_INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** Whether a name is one that rows can have and that may hold an instant. */
export function isPropertyName(name: unknown): name is string {
  return typeof name === 'string' && PROPERTY_NAME.test(name) && name !== 'PartitionKey' && name !== 'RowKey';
}

/**
 * The OData term for "due before the cutoff".
 *
 * A date is compared exactly: the service keeps 100 ns, the cutoff has milliseconds as `Date` does, and nothing is rounded.
 * Texts compare character by character, so of them the service is asked for a little too much; `isDue` decides.
 */
export function dueTerm({ name, type }: RowProperty, cutoff: Date): string {
  if (type === 'date') return `${name} lt datetime'${cutoff.toISOString()}'`;
  // Every UTC text of an instant before the cutoff begins with a second up to the cutoff's, and sorts before the next one.
  const nextSecond = new Date(Math.floor(cutoff.getTime() / 1000) * 1000 + 1000);
  return `${name} lt '${nextSecond.toISOString().slice(0, 19)}'`;
}

/**
 * Whether the value of a property is of its type and an instant before the cutoff. Both are cut to the millisecond.
 *
 * The service's filter has been asked before; it may compare values of another type as if they were texts.
 */
export function isDue(value: unknown, type: RowProperty['type'], cutoff: Date): boolean {
  if (type === 'date') return value instanceof Date && value.getTime() < cutoff.getTime();
  return typeof value === 'string' && ISO_INSTANT.test(value) && Date.parse(value) < cutoff.getTime();
}
