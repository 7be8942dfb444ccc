import { describe, expect, it } from '@jest/globals';
import { chiSquareScore } from './chi-square-score.ts';
import { measureLoad } from './measure-load.ts';

describe('measureLoad', () => {
  it('counts and compares', () => {
    expect(measureLoad([10, 30, 0, 20])).toEqual({
      counts: [10, 30, 0, 20],
      keys: 60,
      mean: 15,
      max: 30,
      min: 0,
      empty: 1,
      maxOverMean: 2,
      // (25 + 225 + 225 + 25) / 15, by three degrees of freedom.
      chiSquarePerDegree: 500 / 15 / 3,
      verdict: 'uneven',
    });
  });

  it.each([
    ['even', 'loads are the same', [100, 100, 100, 100]],
    ['even', 'chance explains the difference', [109, 91, 104, 96]],
    ['uneven', 'chance does not', [150, 100, 100, 50]],
    ['even', 'the difference is sure but small', [1_050_000, 1_000_000, 1_000_000, 950_000]],
    ['uneven', 'a partition gets nothing', [100, 100, 0, 100]],
    ['too-few-keys', 'there are less than five for each', [19, 0, 0, 0]],
    ['even', 'there are five for each', [6, 4]],
    ['even', 'there is one partition', [7]],
  ])('says %s when %s', (verdict, _reason, counts) => {
    expect(measureLoad(counts).verdict).toBe(verdict);
  });

  it('divides by nothing when there is nothing', () => {
    expect(measureLoad([0, 0])).toMatchObject({ keys: 0, maxOverMean: 1, chiSquarePerDegree: 0, min: 0, empty: 2 });
  });
});

describe('chiSquareScore', () => {
  // Tables of chi-square: what is exceeded once in a thousand times, which is 3.09 standard deviations, and once in two.
  it.each([
    [1, 10.828, 3.09],
    [10, 29.588, 3.09],
    [15, 37.697, 3.09],
    [100, 149.449, 3.09],
    [1_000, 1_143.917, 3.09],
    [15, 14.339, 0],
  ])('of %i degrees of freedom and %d is %d', (degrees, chiSquare, score) => {
    expect(Math.abs(chiSquareScore(chiSquare, degrees) - score)).toBeLessThan(0.06);
  });
});
