import { type Lease, leasesInUse } from './lease.ts';

/** What an instance knows when it chooses. */
export interface Chooser {
  /** Its name. */
  readonly self: string;
  /** Whether it handles the changes of a lease now. */
  readonly isHeld: (lease: Lease) => boolean;
  /** Whether the owner of a lease has not shown itself for too long. */
  readonly isExpired: (lease: Lease) => boolean;
}

/** What an instance is to do for its fair share. */
export interface LeaseChoice {
  /** Leases to take now: nobody's, and those that are its own already. */
  readonly take: readonly Lease[];
  /** A lease to ask its owner for; `undefined` when the leases are shared out as evenly as can be. */
  readonly ask: Lease | undefined;
}

/**
 * Chooses by equal numbers of leases.
 *
 * 1. Everybody who has a lease, or was promised one, counts as an instance, and so does the one that chooses.
 * 2. Of those that nobody has it takes as many as it lacks to its share, rounded up: leases without an owner are then never left over.
 * 3. When there are none, and somebody has at least two more, it asks for one. Each such step makes the shares more even, so
 *    they end within one of each other.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/change-feed-processor#dynamic-scaling
 */
export function chooseLeases(leases: readonly Lease[], { self, isHeld, isExpired }: Chooser): LeaseChoice {
  const inUse = leasesInUse(leases);
  const claimOf = (lease: Lease): string | undefined => {
    if (isHeld(lease)) return lease.wantedBy ?? self;
    if (lease.owner === undefined || (lease.owner !== self && isExpired(lease))) return undefined;
    return lease.wantedBy ?? lease.owner;
  };
  const own = inUse.filter((lease) => lease.owner === self && !isHeld(lease));
  const free = inUse.filter((lease) => claimOf(lease) === undefined);
  const counts = new Map<string, number>([[self, 0]]);
  for (const lease of inUse) {
    const claim = claimOf(lease);
    if (claim !== undefined) counts.set(claim, (counts.get(claim) ?? 0) + 1);
  }
  const mine = counts.get(self) ?? 0;
  const share = Math.ceil(inUse.length / counts.size);
  const take = [...own, ...free.slice(0, Math.max(0, share - mine))];
  if (free.length > 0) return { take, ask: undefined };

  const [most] = [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
  if (most === undefined || most[1] < mine + 2) return { take, ask: undefined };
  const ask = inUse.find((lease) => lease.owner === most[0] && lease.wantedBy === undefined);
  return { take, ask };
}
