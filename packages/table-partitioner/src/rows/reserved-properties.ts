/** In a row that is being moved: the id of the generation it goes to. Nobody changes such a row; whoever meets it finishes the move. */
export const MOVING = '_moving';
/** In a row that was deleted: it hides copies in older generations, also one that a paused mover has yet to insert. */
export const DELETED = '_deleted';
/**
 * In a row that was moved: when it was last changed before the move, which itself gives it a new `Timestamp`.
 * Once the row is changed again it is `NOT_IDLE_SINCE`, and `Timestamp` counts.
 */
export const IDLE_SINCE = '_idleSince';
/** The last day the service knows: no cutoff is later. */
export const NOT_IDLE_SINCE = '9999-12-31T00:00:00Z';

const RESERVED: ReadonlySet<string> = new Set([MOVING, DELETED, IDLE_SINCE]);
/** What the service or the GUID decides, in the client's spelling and in the service's. */
const SYSTEM: ReadonlySet<string> = new Set([
  ...['partitionKey', 'rowKey', 'timestamp', 'etag'],
  ...['PartitionKey', 'RowKey', 'Timestamp', 'odata.etag'],
]);

/** Whether a property is this package's own. */
export function isReservedProperty(name: string): boolean {
  return RESERVED.has(name);
}

/** Whether a property of a read row is the service's or the protocol's, not the application's. */
export function isSystemProperty(name: string): boolean {
  return SYSTEM.has(name) || name.startsWith('odata.');
}

/**
 * Refuses properties that are not the application's to write.
 *
 * @throws {TypeError} naming the property.
 */
export function assertProperties(properties: unknown): asserts properties is Readonly<Record<string, unknown>> {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    throw new TypeError('The properties of a row are an object.');
  }
  for (const name of Object.keys(properties)) {
    if (isReservedProperty(name))
      throw new TypeError(`The property "${name}" is used by moves of rows; choose another.`);
    if (isSystemProperty(name)) {
      throw new TypeError(`The property "${name}" is not written: keys come from the GUID, the rest from the service.`);
    }
  }
}
