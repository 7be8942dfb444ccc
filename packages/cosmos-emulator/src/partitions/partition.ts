import type { StoredItem } from '../items/stored-item.ts';
import type { JsonObject } from '../requests/json-object.ts';

/** One physical partition: a range of effective partition keys with its items and their log. */
export interface Partition {
  /** Id of the range, a decimal number as text. */
  readonly id: string;
  /** First effective partition key it holds, in hex; `''` is the start of the space. */
  readonly minInclusive: string;
  /** First effective partition key it no longer holds; `FF` is the end of the space. */
  readonly maxExclusive: string;
  /** The range as the feed shows it. */
  readonly document: JsonObject;
  /** Version of its session tokens; changes with the account's topology. */
  readonly sessionVersion: bigint;
  /** Items by key, in the order of their creation. */
  readonly items: Map<string, StoredItem>;
  /** Log sequence number of the last write. */
  lsn: bigint;
  /** Bytes of all its items. */
  sizeBytes: number;
}
