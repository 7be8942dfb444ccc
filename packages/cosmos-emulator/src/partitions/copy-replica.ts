import type { Region } from '../account/region.ts';
import type { Partition } from './partition.ts';
import { copyTombstones } from './tombstones.ts';

/** The same replica in another region; items and log entries are shared, as they never change. */
export function copyReplica(partition: Partition, region: Region): Partition {
  const { items, log, conflicts, expiry } = partition;
  return {
    ...partition,
    list: undefined,
    region,
    items: new Map(items),
    expiry: { ...expiry, hidden: new Map(expiry.hidden) },
    uniqueIndex: undefined,
    log: { ...log, writes: [...log.writes] },
    conflicts: conflicts && {
      tombstones: copyTombstones(conflicts.tombstones),
      regionLsns: new Map(conflicts.regionLsns),
    },
  };
}
