import { formatGuid } from './format-guid.ts';

/** A GUID whose sixteen bytes are known. `String(guid)` is its canonical row key. */
export interface Guid {
  /** The sixteen bytes in the order RFC 9562 writes them; a copy, so that changing it does not change the GUID. */
  readonly bytes: Uint8Array;
  /**
   * The canonical text: lower-case with hyphens, such as `3479d7a2-5d1a-41a8-b8ff-4f62eb1a07bb`.
   *
   * Row keys are case-sensitive: a GUID written in two spellings would be two rows.
   */
  toString(): string;
  /** The same text, so that a GUID in JSON is a string. */
  toJSON(): string;
}

/** @internal Takes ownership of the bytes. */
export function createGuid(bytes: Uint8Array): Guid {
  const text = formatGuid(bytes);
  return Object.freeze({
    get bytes(): Uint8Array {
      return bytes.slice();
    },
    toString: () => text,
    toJSON: () => text,
  });
}
