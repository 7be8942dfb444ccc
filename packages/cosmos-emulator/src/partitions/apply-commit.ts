import { expiryOf } from '../time-to-live/time-to-live.ts';
import { claimTexts, releaseTexts } from '../unique-keys/unique-index.ts';
import { compactChangeLog } from './change-log.ts';
import type { Commit } from './commit.ts';
import type { ItemWrite } from './item-write.ts';
import type { Partition } from './partition.ts';
import { addTombstone } from './tombstones.ts';
import { compareWriteStamps, type WriteStamp } from './write-stamp.ts';

/**
 * Makes a commit part of a replica. Nothing else changes what a replica holds, or what is derived from it.
 *
 * Every replica counts every commit, so that equal log sequence numbers mean equal content once nothing is on its way.
 * Where several regions write, a write that lost against a later one counts and leaves no other trace.
 *
 * @param times  How often it counts: more than once where both halves of its range had counted it, and have merged since.
 */
export function applyCommit(partition: Partition, { region, writes }: Commit, times: bigint = 1n): void {
  const { conflicts, log } = partition;
  partition.lsn += times;
  if (conflicts !== undefined) {
    const regionId = BigInt(region.id);
    conflicts.regionLsns.set(regionId, (conflicts.regionLsns.get(regionId) ?? 0n) + times);
  }
  for (const write of writes) {
    if (conflicts !== undefined && loses(write, partition)) continue;
    store(partition, write);
    log.writes.push(write.lsn === partition.lsn ? write : { ...write, lsn: partition.lsn });
  }
  if (log.writes.length > log.compactAtLength) compactChangeLog(log, partition.items);
}

/** Whether the replica already has a later write to the same item. */
function loses(write: ItemWrite, { items, expiry, conflicts }: Partition): boolean {
  const { key } = write.item;
  const precedence = precedenceOf(write);
  const known = items.get(key) ?? expiry.hidden.get(key);
  if (known !== undefined) {
    const order = compareWriteStamps(precedence, known.stamp);
    // What the service removes is the version itself, not an earlier one.
    return write.cause === undefined ? order <= 0 : order < 0;
  }
  const tombstone = conflicts?.tombstones.byKey.get(key);
  return tombstone !== undefined && compareWriteStamps(precedence, tombstone) <= 0;
}

/** What a write competes with: when the service removes a version, that version's own stamp, so that whoever wrote later wins. */
function precedenceOf({ cause, stamp, item }: ItemWrite): WriteStamp {
  return cause === undefined ? stamp : item.stamp;
}

function store(partition: Partition, write: ItemWrite): void {
  const { kind, item, stamp } = write;
  const { key } = item;
  const { items, conflicts, expiry, uniqueIndex } = partition;
  const existing = items.get(key);
  if (existing !== undefined) {
    partition.sizeBytes -= existing.sizeBytes;
    if (uniqueIndex !== undefined) releaseTexts(uniqueIndex, existing);
  }
  if (expiry.hidden.size > 0) expiry.hidden.delete(key);
  if (kind === 'delete') {
    partition.list = undefined;
    items.delete(key);
    if (conflicts !== undefined) {
      addTombstone(conflicts.tombstones, key, { ...precedenceOf(write), deletedAtS: stamp.timestampS });
    }
    return;
  }
  partition.sizeBytes += item.sizeBytes;
  const isInPlace = existing === undefined ? item.number > partition.lastItemNumber : item.number === existing.number;
  if (!isInPlace) partition.isOrdered = false;
  if (existing === undefined && isInPlace) {
    partition.list?.items.push(item);
    partition.list?.documents.push(item.document);
  } else partition.list = undefined;
  if (item.number > partition.lastItemNumber) partition.lastItemNumber = item.number;
  items.set(key, item);
  conflicts?.tombstones.byKey.delete(key);
  if (uniqueIndex !== undefined) claimTexts(uniqueIndex, item);
  if (expiry.defaultTtlS !== undefined) expiry.nextS = Math.min(expiry.nextS, expiryOf(item, expiry.defaultTtlS));
}
