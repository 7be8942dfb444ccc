import { formatSessionTokenValue } from '@perdura/cosmos-protocol';
import type { Partition } from '../partitions/partition.ts';

const noRegions: ReadonlyMap<bigint, bigint> = new Map();

/** How far a partition is, the token that a response carries: `{range}:{version}#{lsn}`, and the progress of every region where several write. */
export function formatSessionToken({ id, sessionVersion, lsn, conflicts }: Partition): string {
  const regionLsns = conflicts?.regionLsns ?? noRegions;
  return `${id}:${formatSessionTokenValue({ version: sessionVersion, globalLsn: lsn, regionLsns })}`;
}
