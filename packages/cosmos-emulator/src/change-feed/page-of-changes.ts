import { indexAfterLsn } from '../partitions/change-log.ts';
import type { ItemWrite } from '../partitions/item-write.ts';
import type { Partition } from '../partitions/partition.ts';

/** One page of one partition's changes. */
export interface PageOfChanges {
  readonly writes: readonly ItemWrite[];
  /** Log sequence number up to which all was looked at. */
  readonly lsn: bigint;
  /** Bytes of all items together. */
  readonly bytes: number;
}

/** How much a page may hold. */
export interface PageLimits {
  readonly items: number;
  readonly bytes: number;
}

/**
 * Takes the next changes of a partition. Writes of one commit stay together, even if the page gets too large by them.
 *
 * @param afterLsn  Log sequence number of the last commit that was read.
 * @param isWanted  Which writes the feed shows.
 */
export function pageOfChanges(
  { log, lsn }: Partition,
  afterLsn: bigint,
  limits: PageLimits,
  isWanted: (write: ItemWrite) => boolean,
): PageOfChanges {
  const writes: ItemWrite[] = [];
  let bytes = 0;
  let readLsn = afterLsn;
  for (let index = indexAfterLsn(log, afterLsn); index < log.writes.length; index++) {
    const write = log.writes[index];
    if (write === undefined) break;
    const isFull = writes.length >= limits.items || bytes >= limits.bytes;
    if (isFull && write.lsn > readLsn) return { writes, lsn: readLsn, bytes };
    readLsn = write.lsn;
    if (!isWanted(write)) continue;
    writes.push(write);
    bytes += write.item.sizeBytes;
  }
  return { writes, lsn: lsn > afterLsn ? lsn : afterLsn, bytes };
}
