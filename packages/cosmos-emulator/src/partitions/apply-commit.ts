import { compactChangeLog } from './change-log.ts';
import type { Commit } from './commit.ts';
import type { ItemWrite } from './item-write.ts';
import type { Partition } from './partition.ts';
import { compareWriteStamps } from './write-stamp.ts';

/**
 * Makes a commit part of a replica. Nothing else changes what a replica holds.
 *
 * Every replica counts every commit, so that equal log sequence numbers mean equal content once nothing is on its way.
 * Where several regions write, a write that lost against a later one counts and leaves no other trace.
 */
export function applyCommit(partition: Partition, { region, writes }: Commit): void {
  const { conflicts, log } = partition;
  partition.lsn += 1n;
  if (conflicts !== undefined) {
    const regionId = BigInt(region.id);
    conflicts.regionLsns.set(regionId, (conflicts.regionLsns.get(regionId) ?? 0n) + 1n);
  }
  for (const write of writes) {
    if (conflicts !== undefined && loses(write, partition)) continue;
    store(partition, write);
    log.writes.push(write.lsn === partition.lsn ? write : { ...write, lsn: partition.lsn });
  }
  if (log.writes.length > log.compactAtLength) compactChangeLog(log, partition.items);
}

/** Whether the replica already has a later write to the same item. */
function loses({ item: { key }, stamp }: ItemWrite, { items, conflicts }: Partition): boolean {
  const known = items.get(key)?.stamp ?? conflicts?.tombstones.get(key);
  return known !== undefined && compareWriteStamps(stamp, known) <= 0;
}

function store(partition: Partition, { kind, item, stamp }: ItemWrite): void {
  const { items, conflicts } = partition;
  const existing = items.get(item.key);
  partition.sizeBytes -= existing?.bytes.length ?? 0;
  if (kind === 'delete') {
    items.delete(item.key);
    conflicts?.tombstones.set(item.key, stamp);
    return;
  }
  partition.sizeBytes += item.bytes.length;
  const isInPlace = existing === undefined ? item.number > partition.lastItemNumber : item.number === existing.number;
  if (!isInPlace) partition.isOrdered = false;
  if (item.number > partition.lastItemNumber) partition.lastItemNumber = item.number;
  items.set(item.key, item);
  conflicts?.tombstones.delete(item.key);
}
