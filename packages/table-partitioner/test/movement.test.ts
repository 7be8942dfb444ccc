import { describe, expect, it } from '@jest/globals';
import { jump, murmur3, type PartitionStrategy } from '../src/index.ts';
import { firstGuids } from './guid-families.ts';

const keys = 20_000;
const guids = firstGuids('version 4', keys);
const growths: readonly [from: number, to: number][] = [
  [15, 16],
  [15, 30],
  [16, 32],
  [16, 64],
  [64, 65],
  [100, 128],
];

/** For each key its partition before and after. */
function grow(strategy: PartitionStrategy, from: number, to: number): readonly (readonly [number, number])[] {
  return guids.map((guid) => [strategy.partitionOf(guid, from), strategy.partitionOf(guid, to)]);
}

/** Checks a share of keys that move, within four standard deviations. */
function expectMoved(moves: readonly (readonly [number, number])[], share: number): void {
  const moved = moves.filter(([before, after]) => before !== after).length / keys;
  expect(Math.abs(moved - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / keys));
}

describe('jump', () => {
  it.each(growths)('moves from %i to %i partitions no more keys than the new ones are to have', (from, to) => {
    const moves = grow(jump, from, to);
    expectMoved(moves, 1 - from / to);
    expect(moves.filter(([before, after]) => before !== after && after < from)).toEqual([]);
  });
});

describe('murmur3', () => {
  it.each(growths.filter(([from, to]) => to % from === 0))(
    'splits each partition when it grows by a factor, from %i to %i, and moves no more than must move',
    (from, to) => {
      const moves = grow(murmur3, from, to);
      expect(moves.filter(([before, after]) => after % from !== before)).toEqual([]);
      expectMoved(moves, 1 - from / to);
    },
  );

  it.each(growths)('moves from %i to %i partitions what does not leave the same remainder', (from, to) => {
    const remainders = Array.from({ length: from * to }, (_, hash) => hash % from === hash % to);
    expectMoved(grow(murmur3, from, to), 1 - remainders.filter((same) => same).length / remainders.length);
  });
});
