import type { StoredItem } from '../items/stored-item.ts';

/** What one replica knows of its items' times to live. */
export interface Expiry {
  /** The container's default that the rest was computed by, in seconds; `undefined` when it never was. */
  defaultTtlS: number | undefined;
  /** No item expires earlier, in seconds since the Unix epoch. */
  nextS: number;
  /**
   * Items by key that have expired and are no longer shown, but whose delete has not come yet.
   *
   * One region removes what expires, for all; the others hide it in the meantime.
   */
  readonly hidden: Map<string, StoredItem>;
}

/** That of a replica without items. */
export function noExpiry(): Expiry {
  return { defaultTtlS: undefined, nextS: Number.POSITIVE_INFINITY, hidden: new Map() };
}
