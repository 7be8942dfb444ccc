import type { StoredItem } from '../items/stored-item.ts';
import type { WriteStamp } from './write-stamp.ts';

/**
 * One change of one item, as data: what a partition's log holds and what regions send each other.
 *
 * A value that all replicas share; the item's bytes exist once.
 */
export interface ItemWrite {
  readonly kind: 'create' | 'replace' | 'delete';
  /** The version that was written; of a delete, the version that was removed. */
  readonly item: StoredItem;
  /** Log sequence number in the log that holds it. */
  readonly lsn: bigint;
  /** Log sequence number of the version before; `0n` when there was none. */
  readonly previousLsn: bigint;
  /** When and where it was written. */
  readonly stamp: WriteStamp;
  /**
   * Why the service itself removed it: its time to live was over, or it lost the values of a unique key to an item of
   * another region. Missing when a client wrote.
   */
  readonly cause?: 'expired' | 'duplicate';
}

/** The write that stores a new item or a new version of one. */
export function putItem(item: StoredItem, existing: StoredItem | undefined): ItemWrite {
  const kind = existing === undefined ? 'create' : 'replace';
  return { kind, item, lsn: item.lsn, previousLsn: existing?.lsn ?? 0n, stamp: item.stamp };
}

/** The write that removes an item. */
export function removeItem(item: StoredItem, lsn: bigint, stamp: WriteStamp): ItemWrite {
  return { kind: 'delete', item, lsn, previousLsn: item.lsn, stamp };
}
