import { formatSessionTokenValue } from '@perdura/cosmos-protocol';
import type { Partition } from '../partitions/partition.ts';

/** How far a partition is: `{range}:{version}#{lsn}`, the token that a response carries. */
export function formatSessionToken({ id, sessionVersion, lsn }: Partition): string {
  return `${id}:${formatSessionTokenValue({ version: sessionVersion, globalLsn: lsn, regionLsns: new Map() })}`;
}
