import type { StoredItem } from '../items/stored-item.ts';
import type { ItemWrite } from './item-write.ts';

/**
 * The writes of one replica by ascending log sequence number.
 *
 * Versions that were replaced stay until `compactChangeLog` drops them.
 */
export interface ChangeLog {
  writes: ItemWrite[];
  /** How long replaced versions stay at least, in seconds; `0` leaves it to the length of the log. */
  retentionS: number;
  /** How many writes it may hold before it is looked through again. */
  compactAtLength: number;
  /** Log sequence number of the last write that was dropped; later ones are complete. */
  droppedLsn: bigint;
}

/** Replaced versions that a replica keeps at least. */
const keptWrites = 4096;

/** A log without writes. */
export function emptyChangeLog(retentionS: number): ChangeLog {
  return { writes: [], retentionS, compactAtLength: keptWrites, droppedLsn: 0n };
}

/**
 * Drops writes whose version is no longer the item's, except the latest and those within the retention time.
 *
 * Costs little for each write: the log doubles before it is looked through again.
 *
 * @param items  The items that exist, by key.
 */
export function compactChangeLog(log: ChangeLog, items: ReadonlyMap<string, StoredItem>): void {
  const retainFromS = (log.writes.at(-1)?.stamp.timestampS ?? 0) - log.retentionS;
  const keepFrom = log.writes.length - keptWrites / 2;
  log.writes = log.writes.filter((write, index) => {
    if (index >= keepFrom || write.stamp.timestampS > retainFromS || isLatest(write, items)) return true;
    log.droppedLsn = write.lsn;
    return false;
  });
  log.compactAtLength = 2 * log.writes.length + keptWrites;
}

/** Whether a write made the version that an item has now. */
export function isLatest(write: ItemWrite, items: ReadonlyMap<string, StoredItem>): boolean {
  return write.kind !== 'delete' && items.get(write.item.key) === write.item;
}

/** Index of the first write after a log sequence number. */
export function indexAfterLsn({ writes }: ChangeLog, lsn: bigint): number {
  let low = 0;
  let high = writes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((writes[middle]?.lsn ?? 0n) <= lsn) low = middle + 1;
    else high = middle;
  }
  return low;
}
