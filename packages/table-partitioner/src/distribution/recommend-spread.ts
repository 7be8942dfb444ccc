import type { SpreadLoad } from './tally.ts';

/** Entities a second that one partition serves: https://learn.microsoft.com/azure/storage/tables/scalability-targets */
const PARTITION_TARGET = 2_000;
/** Requests a second that one account serves, by the same page. */
export const ACCOUNT_TARGET = 20_000;
/** Peaks are higher than expected, and partitions not busy in turns. */
const MARGIN = 2;
/** Room to grow, while asking all partitions stays cheap. */
const FEWEST_PARTITIONS = 16;

/** Which spread to take. */
export interface Recommendation {
  /** The one to take; `undefined` when none of those compared will do. */
  readonly spread: SpreadLoad | undefined;
  /** Accounts to share the peak, as one is not enough above 20,000 entities a second. */
  readonly accounts: number;
  /** Partitions in each account that would do if keys were spread evenly: a power of two, at least 16. */
  readonly enoughPartitions: number;
}

/** Entities a second at which the busiest partition, or else the account, is at its target; no margin is taken. */
export function carriedPerSecond({ load }: SpreadLoad): number {
  return load.max === 0 ? ACCOUNT_TARGET : Math.min(ACCOUNT_TARGET, (PARTITION_TARGET * load.keys) / load.max);
}

/**
 * The spread with the fewest partitions that is even and carries the peak twice over. Of several with as many partitions, one
 * that is known to be uneven for keys like these comes last; otherwise the first one given is taken.
 *
 * @param peakPerSecond  Entities read and written by second at the busiest time.
 */
export function recommendSpread(spreads: readonly SpreadLoad[], peakPerSecond: number): Recommendation {
  const accounts = Math.max(1, Math.ceil(peakPerSecond / ACCOUNT_TARGET));
  const peakOfBusiest = ({ load }: SpreadLoad): number => (peakPerSecond / accounts) * (load.max / load.keys);
  const [spread] = spreads
    .filter((each) => each.load.verdict === 'even' && peakOfBusiest(each) * MARGIN <= PARTITION_TARGET)
    .toSorted((left, right) => left.partitions - right.partitions || left.warnings.length - right.warnings.length);
  const busy = ((peakPerSecond / accounts) * MARGIN) / PARTITION_TARGET;
  return { spread, accounts, enoughPartitions: 2 ** Math.ceil(Math.log2(Math.max(FEWEST_PARTITIONS, busy))) };
}
