import { describe, expect, it } from '@jest/globals';
import { FeedRange } from '@perdura/cosmos-driver';
import { partsOfRange } from './parts-of-range.ts';

const partitions = [FeedRange.fromKeys('20', '40'), FeedRange.fromKeys('', '20'), FeedRange.fromKeys('40', 'FF')];

describe('partsOfRange', () => {
  it.each<[string, FeedRange, string[]]>([
    ['of a whole partition is the partition', FeedRange.fromKeys('20', '40'), ['20-40']],
    ['of a piece of one is the piece', FeedRange.fromKeys('22', '3F'), ['22-3F']],
    ['of everything are the partitions, in their order', FeedRange.full(), ['-20', '20-40', '40-FF']],
    ['begin and end with the range', FeedRange.fromKeys('10', '30'), ['10-20', '20-30']],
  ])('%s', (_, range, parts) => {
    expect(partsOfRange(range, partitions).map(({ min, max }) => `${min}-${max}`)).toEqual(parts);
  });
});
