import type { Partition } from './partition.ts';
import type { WriteStamp } from './write-stamp.ts';

/** The log sequence number of the commit that comes next. */
export function nextLsn(partition: Partition): bigint {
  return partition.lsn + 1n;
}

/**
 * The stamp of a write that is made now: it beats all the replica knows of the item, even if the clock went back.
 *
 * @param latest  The item's version or its last write; `undefined` when the replica has none.
 */
export function nextStamp(
  { region, conflicts, expiry }: Partition,
  key: string,
  latest: { readonly stamp: WriteStamp } | undefined,
  nowMs: number,
): WriteStamp {
  const known = (latest ?? expiry.hidden.get(key))?.stamp ?? conflicts?.tombstones.byKey.get(key);
  const nowS = Math.floor(nowMs / 1000);
  return {
    timestampS: known === undefined ? nowS : Math.max(nowS, known.timestampS),
    version: (known?.version ?? 0) + 1,
    regionId: region.id,
  };
}
