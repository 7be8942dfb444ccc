import { describe, expect, it } from '@jest/globals';
import { firstGuids } from '../../test/guid-families.ts';
import { byteSum } from '../keys/byte-sum.ts';
import { murmur3 } from '../keys/murmur3.ts';
import { createTally } from './tally.ts';

describe('createTally', () => {
  it('counts each key for every spread, by the bytes it had when it was added', () => {
    const tally = createTally([
      { strategy: byteSum, partitions: 4 },
      { strategy: byteSum, partitions: 2 },
    ]);
    const bytes = new Uint8Array(16);
    for (const last of [0, 1, 2, 3, 7]) tally.add(bytes.fill(last, 15));
    expect(tally.loads().map(({ load }) => load.counts)).toEqual([
      [1, 1, 1, 2],
      [2, 3],
    ]);
  });

  it('answers what was counted until then', () => {
    const tally = createTally([{ strategy: murmur3, partitions: 1 }]);
    const [before] = tally.loads();
    tally.add(new Uint8Array(16));
    expect(before?.load.counts).toEqual([0]);
    expect(tally.loads()[0]?.load.counts).toEqual([1]);
  });

  it('tells what is known to be uneven, each once', () => {
    const tally = createTally([
      { strategy: byteSum, partitions: 257 },
      { strategy: byteSum, partitions: 16 },
      { strategy: murmur3, partitions: 257 },
    ]);
    const warnings = (): readonly number[] => tally.loads().map((each) => each.warnings.length);
    tally.add(new Uint8Array(16));
    expect(warnings()).toEqual([1, 0, 0]);
    for (const guid of firstGuids('version 1, one a millisecond', 3)) tally.add(guid);
    expect(warnings()).toEqual([2, 0, 0]);
  });
});
