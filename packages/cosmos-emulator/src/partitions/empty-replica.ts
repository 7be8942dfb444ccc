import type { Region } from '../account/region.ts';
import type { WriteMode } from '../options/emulator-options.ts';
import { noExpiry } from '../time-to-live/expiry.ts';
import { emptyChangeLog } from './change-log.ts';
import type { Partition, PartitionRange } from './partition.ts';
import { noTombstones } from './tombstones.ts';

/** A fresh partition has seen no change of topology, which the service writes as -1. */
const firstSessionVersion = -1n;

/** A region's replica of a range that nothing was written to. */
export function emptyReplica(
  range: PartitionRange,
  region: Region,
  writeMode: WriteMode,
  retentionS: number,
): Partition {
  return {
    ...range,
    region,
    items: new Map(),
    isOrdered: true,
    list: undefined,
    lastItemNumber: 0n,
    log: emptyChangeLog(retentionS),
    conflicts: writeMode === 'multi' ? { tombstones: noTombstones(), regionLsns: new Map() } : undefined,
    expiry: noExpiry(),
    uniqueIndex: undefined,
    sessionVersion: firstSessionVersion,
    kept: new Map(),
    lsn: 0n,
    sizeBytes: 0,
    spent: { second: 0, requestUnits: 0 },
    isLocked: false,
  };
}
