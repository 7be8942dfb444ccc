import { carriedPerSecond, type Recommendation } from '../distribution/recommend-spread.ts';
import type { TalliedKeys } from './tally-keys.ts';

/** What was found, for programs. */
export function reportAsJson(tallied: TalliedKeys, recommendation: Recommendation, peakPerSecond: number): unknown {
  const { keys, skipped, spreads } = tallied;
  const { spread, accounts, enoughPartitions } = recommendation;
  return {
    keys,
    skipped,
    spreads: spreads.map((each) => {
      const { verdict, counts, mean, min, max, empty, maxOverMean, chiSquarePerDegree } = each.load;
      const figures = { verdict, mean, min, max, empty, maxOverMean, chiSquarePerDegree };
      const { strategy, partitions, warnings } = each;
      return {
        strategy: strategy.name,
        partitions,
        ...figures,
        carriedPerSecond: carriedPerSecond(each),
        warnings,
        counts,
      };
    }),
    peakPerSecond,
    accounts,
    recommended: spread === undefined ? null : { strategy: spread.strategy.name, partitions: spread.partitions },
    enoughPartitions,
  };
}
