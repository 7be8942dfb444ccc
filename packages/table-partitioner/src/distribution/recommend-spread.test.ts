import { describe, expect, it } from '@jest/globals';
import { byteSum } from '../keys/byte-sum.ts';
import { murmur3 } from '../keys/murmur3.ts';
import { measureLoad } from './measure-load.ts';
import { carriedPerSecond, recommendSpread } from './recommend-spread.ts';
import type { SpreadLoad } from './tally.ts';

const spread = (partitions: number, changes: Partial<SpreadLoad> = {}): SpreadLoad => ({
  strategy: murmur3,
  partitions,
  load: measureLoad(new Array<number>(partitions).fill(100)),
  warnings: [],
  ...changes,
});
const [four, sixteen, thirtyTwo] = [spread(4), spread(16), spread(32)];
const skewed = spread(4, { load: measureLoad([400, 0, 0, 0]) });

describe('recommendSpread', () => {
  it.each([
    [1, four],
    [4_000, four],
    [4_001, sixteen],
    [16_000, sixteen],
    [16_001, thirtyTwo],
    [20_000, thirtyTwo],
  ])('carries a peak of %i twice over with the fewest partitions', (peak, expected) => {
    expect(recommendSpread([thirtyTwo, sixteen, four], peak).spread).toBe(expected);
  });

  it('goes by the busiest partition, not the mean one', () => {
    const counts = [120, 100, 100, 80].map((count) => count / 10);
    const busy = spread(4, { load: measureLoad(counts) });
    expect(recommendSpread([busy], 3_333)).toMatchObject({ spread: busy });
    expect(recommendSpread([busy], 3_334)).toMatchObject({ spread: undefined });
  });

  it('takes none that is uneven or of which too little is known', () => {
    const unknown = spread(2, { load: measureLoad([3, 3]) });
    expect(recommendSpread([skewed, unknown], 1)).toEqual({ spread: undefined, accounts: 1, enoughPartitions: 16 });
  });

  it('prefers what nothing is known against, then what was given first', () => {
    const first = spread(16, { strategy: byteSum });
    const doubtful = spread(16, { warnings: ['It is uneven.'] });
    expect(recommendSpread([doubtful, first, sixteen], 1).spread).toBe(first);
    expect(recommendSpread([sixteen, first], 1).spread).toBe(sixteen);
  });

  it.each([
    [20_000, 1, 32],
    [20_001, 2, 16],
    [32_000, 2, 16],
    [40_000, 2, 32],
    [100_000, 5, 32],
  ])('shares a peak of %i among %i accounts, in each of which %i partitions are enough', (peak, accounts, enough) => {
    expect(recommendSpread([], peak)).toEqual({ spread: undefined, accounts, enoughPartitions: enough });
  });
});

describe('carriedPerSecond', () => {
  it('ends where the busiest partition or the account does', () => {
    expect(carriedPerSecond(four)).toBe(8_000);
    expect(carriedPerSecond(skewed)).toBe(2_000);
    expect(carriedPerSecond(thirtyTwo)).toBe(20_000);
  });
});
