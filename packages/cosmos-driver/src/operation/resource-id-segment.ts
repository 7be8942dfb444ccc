/** Longest id the service accepts, in bytes of UTF-8. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-item-limits */
const maxBytes = 1023;

const encoder = new TextEncoder();

/**
 * Checks the id of a database, container or item and returns it as a segment of a URL path.
 *
 * The service refuses `/ \ ? #`; `.` and `..` cannot be addressed, because every URL parser removes them.
 *
 * @param what  What the id names, for the message.
 * @returns The id percent-encoded; `%` itself becomes `%25`.
 * @throws {TypeError} when the id is not a string, is empty, too long, or cannot be addressed.
 * @see https://learn.microsoft.com/rest/api/cosmos-db/cosmosdb-resource-uri-syntax-for-rest
 */
export function encodeResourceIdSegment(what: 'database' | 'container' | 'item', id: unknown): string {
  if (typeof id === 'string' && plain.test(id) && id.length <= maxBytes) return id;
  const named = what === 'item' ? 'an item' : `a ${what}`;
  if (typeof id !== 'string') throw new TypeError(`The id of ${named} must be a string.`);
  if (id === '') throw new TypeError(`The id of ${named} must not be empty.`);
  const { byteLength } = encoder.encode(id);
  if (byteLength > maxBytes) {
    throw new TypeError(`The id of ${named} must have at most ${maxBytes} bytes, this one has ${byteLength}.`);
  }
  if (/[/\\?#]/.test(id)) throw new TypeError(`The id "${id}" of ${named} must not contain any of / \\ ? #.`);
  if (id === '.' || id === '..') throw new TypeError(`The id "${id}" of ${named} cannot be addressed by a URL.`);
  if (!id.isWellFormed()) throw new TypeError(`The id of ${named} must not contain half a surrogate pair.`);
  return encodeURI(id);
}

/** Ids that are their own encoding, the common case. */
const plain = /^[A-Za-z0-9_-]+$/;
