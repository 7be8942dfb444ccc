import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import type { StoredItem } from '../items/stored-item.ts';
import { noExpiry } from '../time-to-live/expiry.ts';
import { addCounts } from './add-counts.ts';
import { inheritKept } from './kept-progress.ts';
import type { Partition, PartitionRange } from './partition.ts';
import { copyTombstones, mergeTombstones } from './tombstones.ts';

/** Whether a range holds an effective partition key. */
export function holdsKey({ minInclusive, maxExclusive }: PartitionRange, effectivePartitionKey: string): boolean {
  return (
    compareEffectivePartitionKeys(minInclusive, effectivePartitionKey) <= 0 &&
    compareEffectivePartitionKeys(effectivePartitionKey, maxExclusive) < 0
  );
}

/**
 * The part of a replica that one of its children takes over: items, log and deletes whose partition key lies in its range.
 *
 * The log keeps its sequence numbers, so that a position in the parent's change feed is one in the child's. The split
 * itself counts as one commit; session tokens keep their version.
 */
export function splitReplica(parent: Partition, range: PartitionRange): Partition {
  const items = itemsWithin(range, parent.items);
  const writes = parent.log.writes.filter(({ item }) => holdsKey(range, item.effectivePartitionKey));
  let sizeBytes = 0;
  for (const item of items.values()) sizeBytes += item.sizeBytes;
  const { conflicts } = parent;
  return {
    ...parent,
    ...range,
    items,
    list: undefined,
    sizeBytes,
    expiry: { ...parent.expiry, hidden: itemsWithin(range, parent.expiry.hidden) },
    uniqueIndex: undefined,
    log: { ...parent.log, writes },
    // Deletes of the other half never match a key of this one.
    conflicts: conflicts && {
      tombstones: copyTombstones(conflicts.tombstones),
      regionLsns: new Map(conflicts.regionLsns),
    },
    kept: inheritKept(range.id, [parent]),
    lsn: parent.lsn + 1n,
    isLocked: false,
  };
}

/**
 * What two adjacent replicas become together.
 *
 * It has counted the commits of both and the merge; session tokens get a new version, as their numbers no longer compare.
 */
export function mergeReplicas(left: Partition, right: Partition, range: PartitionRange): Partition {
  const writes = [...left.log.writes, ...right.log.writes].sort((one, other) => Number(one.lsn - other.lsn));
  const droppedLsn = higher(left.log.droppedLsn, right.log.droppedLsn);
  const sessionVersion = higher(left.sessionVersion, right.sessionVersion);
  return {
    ...left,
    ...range,
    items: new Map([...left.items, ...right.items]),
    isOrdered: false,
    list: undefined,
    expiry: {
      ...(left.expiry.defaultTtlS === right.expiry.defaultTtlS ? left.expiry : noExpiry()),
      nextS: Math.min(left.expiry.nextS, right.expiry.nextS),
      hidden: new Map([...left.expiry.hidden, ...right.expiry.hidden]),
    },
    uniqueIndex: undefined,
    lastItemNumber: higher(left.lastItemNumber, right.lastItemNumber),
    log: {
      writes,
      retentionS: left.log.retentionS,
      droppedLsn,
      compactAtLength: left.log.compactAtLength + right.log.compactAtLength,
    },
    conflicts: left.conflicts &&
      right.conflicts && {
        tombstones: mergeTombstones(left.conflicts.tombstones, right.conflicts.tombstones),
        regionLsns: addCounts(left.conflicts.regionLsns, right.conflicts.regionLsns),
      },
    sessionVersion: sessionVersion + 1n,
    kept: inheritKept(range.id, [left, right]),
    lsn: left.lsn + right.lsn + 1n,
    sizeBytes: left.sizeBytes + right.sizeBytes,
    isLocked: false,
  };
}

function itemsWithin(range: PartitionRange, items: ReadonlyMap<string, StoredItem>): Map<string, StoredItem> {
  return new Map([...items].filter(([, item]) => holdsKey(range, item.effectivePartitionKey)));
}

function higher(left: bigint, right: bigint): bigint {
  return left < right ? right : left;
}
