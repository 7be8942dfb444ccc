import { compareWriteStamps, type WriteStamp } from './write-stamp.ts';

/** What a replica remembers of items that were deleted, so that an older write that arrives later stays without effect. */
export interface Tombstones {
  /** By item key. */
  readonly byKey: Map<string, Tombstone>;
  /** How many there may be before old ones are looked for. */
  sweepAtSize: number;
}

/** The stamp that an item's last version had, or the delete of it: later writes are later than this. */
export interface Tombstone extends WriteStamp {
  /** When it was deleted, in seconds since the Unix epoch. */
  readonly deletedAtS: number;
}

/** A write that takes longer than a day from one region to another can bring back what was deleted meanwhile. */
const keptS = 24 * 60 * 60;
const keptTombstones = 1024;

/** Those of a replica in which nothing was deleted. */
export function noTombstones(): Tombstones {
  return { byKey: new Map(), sweepAtSize: keptTombstones };
}

/**
 * Remembers a delete, and forgets those that are a day older.
 *
 * Costs little for each: they double in number before they are looked through again.
 */
export function addTombstone(tombstones: Tombstones, key: string, tombstone: Tombstone): void {
  const { byKey } = tombstones;
  byKey.set(key, tombstone);
  if (byKey.size <= tombstones.sweepAtSize) return;
  const keptFromS = tombstone.deletedAtS - keptS;
  for (const [each, { deletedAtS }] of byKey) if (deletedAtS < keptFromS) byKey.delete(each);
  tombstones.sweepAtSize = 2 * byKey.size + keptTombstones;
}

/** The same for another replica. */
export function copyTombstones({ byKey, sweepAtSize }: Tombstones): Tombstones {
  return { byKey: new Map(byKey), sweepAtSize };
}

/**
 * Those of two replicas together.
 *
 * Halves of a partition each have all that it remembered: of an item that was deleted again since, the later stamp counts.
 */
export function mergeTombstones(left: Tombstones, right: Tombstones): Tombstones {
  const byKey = new Map(left.byKey);
  for (const [key, tombstone] of right.byKey) {
    const other = byKey.get(key);
    if (other === undefined || compareWriteStamps(other, tombstone) < 0) byKey.set(key, tombstone);
  }
  return { byKey, sweepAtSize: left.sweepAtSize + right.sweepAtSize };
}
