import type { WriteStamp } from '../partitions/write-stamp.ts';
import type { JsonObject } from '../requests/json-object.ts';

/** One version of an item. */
export interface StoredItem {
  /** Its place in the partition: partition key and id in one text. */
  readonly key: string;
  /** Its `id`. */
  readonly id: string;
  /** Number in its resource id: the order in which items were created. */
  readonly number: bigint;
  /** Its `_rid`. */
  readonly resourceId: string;
  /** Where its partition key lies in the hash space, in hex. */
  readonly effectivePartitionKey: string;
  /** The item with its system properties. */
  readonly document: JsonObject;
  /** The same in JSON, as it is sent; a text, because an array of bytes takes 200 bytes more. */
  readonly json: string;
  /** How long that is in UTF-8. */
  readonly sizeBytes: number;
  /** How many properties the user gave it. */
  readonly propertyCount: number;
  /** ETag of this version, with its quotes. */
  readonly etag: string;
  /** Log sequence number of the write that made this version. */
  readonly lsn: bigint;
  /** When and where this version was written. */
  readonly stamp: WriteStamp;
}

/**
 * The place of an item in its partition: two items are the same only if both partition key and id are.
 *
 * @param keyText  The partition key as a JSON array, so that where it ends is unambiguous.
 */
export function itemKey(keyText: string, id: string): string {
  return keyText + id;
}

/** The same for an item that stays: in one piece, where `itemKey` is quicker to make but keeps its parts in memory. */
export function storedItemKey(keyText: string, id: string): string {
  return [keyText, id].join('');
}
