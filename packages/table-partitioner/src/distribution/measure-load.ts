import { chiSquareScore } from './chi-square-score.ts';

/** How many keys came to each partition, and what that says. */
export interface Load {
  /** Keys by partition. */
  readonly counts: readonly number[];
  /** Keys in all. */
  readonly keys: number;
  /** Keys a partition would have were they all the same. */
  readonly mean: number;
  /** Keys of the partition that has most. */
  readonly max: number;
  /** Keys of the partition that has fewest. */
  readonly min: number;
  /** Partitions without any. */
  readonly empty: number;
  /** The fullest partition by the mean one; `1` is best. */
  readonly maxOverMean: number;
  /** Chi-square by degree of freedom: around `1` for random keys, above it for uneven loads, below for keys that take turns. */
  readonly chiSquarePerDegree: number;
  /**
   * - `even`: chance explains the differences, or they are below a tenth.
   * - `uneven`: chance does not explain them.
   * - `too-few-keys`: less than five keys for a partition, which tells nothing.
   */
  readonly verdict: 'even' | 'uneven' | 'too-few-keys';
}

/** A test by chi-square needs this many expected keys by partition. */
const FEWEST_KEYS = 5;
/** Of 30,000 random sets of keys, one is called uneven. */
const LARGEST_SCORE = 4;
/** With many keys differences show that do no harm. */
const HARMLESS_MAX_OVER_MEAN = 1.1;

/** Judges how evenly keys are spread. */
export function measureLoad(counts: readonly number[]): Load {
  const keys = counts.reduce((sum, count) => sum + count, 0);
  const max = counts.reduce((most, count) => Math.max(most, count), 0);
  const min = counts.reduce((least, count) => Math.min(least, count), max);
  const mean = keys / counts.length;
  const degrees = counts.length - 1;
  const chiSquare = keys === 0 ? 0 : counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / mean;
  const maxOverMean = keys === 0 ? 1 : max / mean;
  const isUneven = chiSquareScore(chiSquare, degrees) > LARGEST_SCORE && maxOverMean > HARMLESS_MAX_OVER_MEAN;
  return {
    counts,
    keys,
    mean,
    max,
    min,
    empty: counts.filter((count) => count === 0).length,
    maxOverMean,
    chiSquarePerDegree: degrees === 0 ? 0 : chiSquare / degrees,
    verdict: mean < FEWEST_KEYS ? 'too-few-keys' : isUneven ? 'uneven' : 'even',
  };
}
