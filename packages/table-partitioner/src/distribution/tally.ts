import { describeSkew, describeSkewOf } from '../keys/describe-skew.ts';
import type { ResolvedPartitioning } from '../keys/partitioning.ts';
import { type Load, measureLoad } from './measure-load.ts';

/** A strategy with a number of partitions. */
export type Spread = Pick<ResolvedPartitioning, 'strategy' | 'partitions'>;

/** How a spread takes the keys that were counted. */
export interface SpreadLoad extends Spread {
  /** How many keys came to each partition. */
  readonly load: Load;
  /** What is known to be uneven about it, for keys like these. */
  readonly warnings: readonly string[];
}

/** Counts keys by partition, for several spreads at a time. It keeps counts, not keys. */
export interface Tally {
  /** Counts a key, given as sixteen bytes in RFC 9562 order, which may be overwritten afterwards. */
  add(guid: Uint8Array): void;
  /** What was counted so far, in the order of the spreads. */
  loads(): readonly SpreadLoad[];
}

/** Begins to count. */
export function createTally(spreads: readonly Spread[]): Tally {
  const columns = spreads.map((spread) => ({
    spread,
    counts: new Array<number>(spread.partitions).fill(0),
    warnings: new Set<string | undefined>([describeSkew(spread)]),
  }));
  return {
    add(guid: Uint8Array): void {
      for (const { spread, counts, warnings } of columns) {
        const partition = spread.strategy.partitionOf(guid, spread.partitions);
        counts[partition] = (counts[partition] ?? 0) + 1;
        warnings.add(describeSkewOf(guid, spread));
      }
    },
    loads: () =>
      columns.map(({ spread, counts, warnings }) => ({
        ...spread,
        load: measureLoad(counts.slice()),
        warnings: [...warnings].filter((warning) => warning !== undefined),
      })),
  };
}
