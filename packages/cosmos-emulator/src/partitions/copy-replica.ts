import type { Region } from '../account/region.ts';
import type { Partition } from './partition.ts';

/** The same replica in another region; items and log entries are shared, as they never change. */
export function copyReplica(partition: Partition, region: Region): Partition {
  const { items, log, conflicts } = partition;
  return {
    ...partition,
    region,
    items: new Map(items),
    log: { ...log, writes: [...log.writes] },
    conflicts: conflicts && {
      tombstones: new Map(conflicts.tombstones),
      regionLsns: new Map(conflicts.regionLsns),
    },
  };
}
