import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import type { PartitionRange } from '../partitions/partition.ts';

/** How far a change feed has been read in a range. */
export interface ChangeFeedPosition {
  /** Lower bound of the range; it reaches as far as the next position's. */
  readonly minInclusive: string;
  /** Log sequence number of the last commit that was read. */
  readonly lsn: bigint;
}

/**
 * Positions as the ETag that goes to the client: a number, as the service's own, where there is one range, else
 * `{min}={lsn}` for each.
 *
 * @param positions  By ascending lower bound; at least one.
 */
export function encodeChangeFeedPositions(positions: readonly ChangeFeedPosition[]): string {
  const [first, ...others] = positions;
  if (first !== undefined && others.length === 0) return `"${first.lsn}"`;
  return `"${positions.map(({ minInclusive, lsn }) => `${minInclusive}=${lsn}`).join(',')}"`;
}

/** The positions a client sends back; `undefined` when they are not ours. */
export function decodeChangeFeedPositions(etag: string): readonly ChangeFeedPosition[] | undefined {
  const text = /^"?(?<text>[0-9A-F=,]+)"?$/.exec(etag)?.groups?.text;
  if (text === undefined) return undefined;
  const positions = text.split(',').map((part): ChangeFeedPosition | undefined => {
    const groups = /^(?:(?<min>[0-9A-F]*)=)?(?<lsn>\d{1,18})$/.exec(part)?.groups;
    return groups && { minInclusive: groups.min ?? '', lsn: BigInt(groups.lsn ?? 0) };
  });
  return positions.every((position) => position !== undefined) ? positions : undefined;
}

/**
 * Where a range goes on: where the one went on that it was split from, or the earliest of those that were merged into it.
 *
 * @param positions  By ascending lower bound.
 */
export function lsnOfRange(
  { minInclusive, maxExclusive }: Pick<PartitionRange, 'minInclusive' | 'maxExclusive'>,
  positions: readonly ChangeFeedPosition[],
): bigint {
  const startsBefore = ({ minInclusive: min }: ChangeFeedPosition) =>
    compareEffectivePartitionKeys(min, minInclusive) <= 0;
  const startsInside = (position: ChangeFeedPosition) =>
    !startsBefore(position) && compareEffectivePartitionKeys(position.minInclusive, maxExclusive) < 0;
  const covering = positions.findLast(startsBefore);
  const lsns = [covering?.lsn ?? 0n, ...positions.filter(startsInside).map(({ lsn }) => lsn)];
  return lsns.reduce((lowest, lsn) => (lsn < lowest ? lsn : lowest));
}
