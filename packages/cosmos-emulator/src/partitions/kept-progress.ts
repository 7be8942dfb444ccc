/**
 * How much was kept of what a partition, and those it came from, had before failovers that lost writes: log sequence number of the
 * last commit kept, by range id and version of session token.
 */
export type KeptProgress = ReadonlyMap<string, bigint>;

const keyOf = (rangeId: string, version: bigint): string => `${rangeId} ${version}`;

/** The same after another failover. */
export function keepProgress(kept: KeptProgress, rangeId: string, version: bigint, lsn: bigint): KeptProgress {
  return new Map(kept).set(keyOf(rangeId, version), lsn);
}

/** Whether a session has seen a commit that a failover has lost. */
export function hasSeenLost(kept: KeptProgress, rangeId: string, version: bigint, seenLsn: bigint): boolean {
  const keptLsn = kept.get(keyOf(rangeId, version));
  return keptLsn !== undefined && seenLsn > keptLsn;
}

/**
 * What a range inherits of those it is made of. Clients that know where it came from send what they have seen there under its own
 * id; of two parents they cannot tell which, so the lesser counts.
 */
export function inheritKept(
  rangeId: string,
  parents: readonly { readonly id: string; readonly kept: KeptProgress }[],
): KeptProgress {
  const inherited = new Map<string, bigint>();
  for (const { id, kept } of parents) {
    for (const [key, lsn] of kept) {
      inherited.set(key, lsn);
      const [keptId, version = ''] = key.split(' ');
      if (keptId !== id) continue;
      const own = keyOf(rangeId, BigInt(version));
      const other = inherited.get(own);
      inherited.set(own, other === undefined || lsn < other ? lsn : other);
    }
  }
  return inherited;
}
