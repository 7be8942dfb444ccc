import type { SessionTokenValue } from '@perdura/cosmos-protocol';

/**
 * What a session has seen of one partition key range after it has seen both values.
 *
 * Of the same version, the larger progress counts, globally and in each region. Of different versions the higher one's
 * global progress counts as it is, because numbers of different topologies cannot be compared; of its regions the larger
 * progress. The old form, a bare number, gives way to the new one.
 */
export function mergeSessionTokens(left: SessionTokenValue, right: SessionTokenValue): SessionTokenValue {
  if (left.version === undefined && right.version === undefined)
    return left.globalLsn >= right.globalLsn ? left : right;
  if (left.version === undefined) return right;
  if (right.version === undefined) return left;
  if (left.version === right.version) {
    return {
      version: left.version,
      globalLsn: max(left.globalLsn, right.globalLsn),
      regionLsns: mergeRegions([...new Set([...left.regionLsns.keys(), ...right.regionLsns.keys()])], left, right),
    };
  }
  const [higher, lower] = left.version > right.version ? [left, right] : [right, left];
  return {
    version: higher.version,
    globalLsn: higher.globalLsn,
    regionLsns: mergeRegions([...higher.regionLsns.keys()], higher, lower),
  };
}

function mergeRegions(
  regions: readonly bigint[],
  left: SessionTokenValue,
  right: SessionTokenValue,
): ReadonlyMap<bigint, bigint> {
  const merged = new Map<bigint, bigint>();
  for (const region of regions) {
    const one = left.regionLsns.get(region);
    const other = right.regionLsns.get(region);
    merged.set(region, one === undefined ? (other ?? 0n) : other === undefined ? one : max(one, other));
  }
  return merged;
}

function max(left: bigint, right: bigint): bigint {
  return left >= right ? left : right;
}
