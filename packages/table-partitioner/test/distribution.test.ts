import { describe, expect, it } from '@jest/globals';
import { type Load, measureLoad } from '../src/distribution/measure-load.ts';
import { byteSum, jump, murmur3, type PartitionStrategy, parseGuid } from '../src/index.ts';
import { firstGuids, type GuidFamily, guidFamilies } from './guid-families.ts';

const keys = 20_000;
const guids = new Map(guidFamilies.map((family) => [family, firstGuids(family, keys)]));

/** Every load is looked at from several sides and counted once. */
const loads = new Map<string, Load>();

function load(family: GuidFamily, strategy: PartitionStrategy, partitions: number): Load {
  const name = `${family}, ${strategy.name}, ${partitions}`;
  const known = loads.get(name) ?? countKeys(family, strategy, partitions);
  loads.set(name, known);
  return known;
}

function countKeys(family: GuidFamily, strategy: PartitionStrategy, partitions: number): Load {
  const counts = new Array<number>(partitions).fill(0);
  for (const guid of guids.get(family) ?? []) {
    const partition = strategy.partitionOf(guid, partitions);
    counts[partition] = (counts[partition] ?? 0) + 1;
  }
  return measureLoad(counts);
}

describe('the families of GUIDs', () => {
  it.each<[GuidFamily, string, string]>([
    ['version 7, one a millisecond', '019b76da-a800-7', '019b76da-a801-7'],
    ['version 1, one a millisecond', 'c68b3a14-0be0-11f1-9234-0013efab12cd', 'c68b6124-0be0-11f1-9234-0013efab12cd'],
    ['version 1, one a tick', 'c68b3a14-0be0-11f1-9234-0013efab12cd', 'c68b3a15-0be0-11f1-9234-0013efab12cd'],
    ['NEWSEQUENTIALID', '143a8bc6-e00b-f111-9234-0013efab12cd', '153a8bc6-e00b-f111-9234-0013efab12cd'],
    ['integers in the low bytes', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001'],
  ])('%s are what they are called', (family, first, second) => {
    const texts = (guids.get(family) ?? []).slice(0, 2).map((bytes) => String(parseGuid(bytes)));
    expect(texts).toEqual([expect.stringContaining(first), expect.stringContaining(second)]);
  });
});

describe.each([murmur3, jump])('$name', (strategy) => {
  it.each(guidFamilies)('loads partitions evenly with GUIDs of %s', (family) => {
    for (const partitions of [15, 64, 256, 1_000]) {
      expect([partitions, load(family, strategy, partitions)]).toEqual([
        partitions,
        expect.objectContaining({ verdict: 'even', empty: 0 }),
      ]);
    }
  });

  it('is random, not only even: chi-square is not too low either', () => {
    for (const family of guidFamilies) {
      for (const partitions of [64, 256, 1_000]) {
        const spread = 4 * Math.sqrt(2 / (partitions - 1));
        const { chiSquarePerDegree } = load(family, strategy, partitions);
        expect(Math.abs(chiSquarePerDegree - 1)).toBeLessThan(spread);
      }
    }
  });
});

describe('byteSum', () => {
  const even: readonly GuidFamily[] = guidFamilies.filter((family) => family !== 'version 1, one a millisecond');

  it.each(even)('loads up to 256 partitions evenly with GUIDs of %s', (family) => {
    for (const partitions of [15, 16, 64, 100, 256]) {
      expect([partitions, load(family, byteSum, partitions)]).toEqual([
        partitions,
        expect.objectContaining({ verdict: 'even', empty: 0 }),
      ]);
    }
  });

  it.each(guidFamilies)('loads 1,000 partitions unevenly with GUIDs of %s', (family) => {
    expect(load(family, byteSum, 1_000).verdict).toBe('uneven');
  });

  it.each<[GuidFamily, number]>([
    ['version 1, one a tick', 400],
    ['NEWSEQUENTIALID', 400],
    ['integers in the low bytes', 400],
    ['version 1, one a millisecond', 700],
  ])('leaves many of 1,000 partitions empty with GUIDs of %s: at least %i', (family, empty) => {
    expect(load(family, byteSum, 1_000).empty).toBeGreaterThan(empty);
  });

  it.each([5, 10, 15, 30, 85, 100, 255])(
    'uses a fifth of %i partitions with a GUID of version 1 a millisecond',
    (partitions) => {
      const { empty, verdict } = load('version 1, one a millisecond', byteSum, partitions);
      expect({ used: partitions - empty, verdict }).toEqual({ used: partitions / 5, verdict: 'uneven' });
    },
  );

  it.each([16, 32, 64])('is even with a GUID of version 1 a millisecond and %i partitions', (partitions) => {
    expect(load('version 1, one a millisecond', byteSum, partitions).verdict).toBe('even');
  });

  it.each([128, 256])('is uneven with a GUID of version 1 a millisecond and %i partitions', (partitions) => {
    expect(load('version 1, one a millisecond', byteSum, partitions).verdict).toBe('uneven');
  });

  it('is the whole GUID modulo the number of partitions, where that divides 255', () => {
    for (const partitions of [3, 5, 15, 17, 51, 85, 255]) {
      for (const guid of (guids.get('version 4') ?? []).slice(0, 1_000)) {
        const whole = BigInt(`0x${Buffer.from(guid).toString('hex')}`);
        expect(byteSum.partitionOf(guid, partitions)).toBe(Number(whole % BigInt(partitions)));
      }
    }
  });

  // Without a sample: how likely each sum of fourteen free bytes, a version and a variant is.
  it.each([
    [256, 1, 1.000_001],
    [400, 1.000_02, 1.000_04],
    [512, 1.003, 1.004],
    [600, 1.02, 1.03],
    [1_000, 1.426, 1.428],
    [2_000, 2.84, 2.86],
  ])(
    'loads the fullest of %i partitions %d to %d times as much as the mean one, of all GUIDs of version 4',
    (partitions, least, most) => {
      const bytes = [...Array.from({ length: 14 }, () => range(0, 256)), range(0x40, 0x50), range(0x80, 0xc0)];
      const sums = bytes.reduce(addDistribution, [1]);
      const likelihood = new Array<number>(partitions).fill(0);
      sums.forEach((likely, sum) => {
        likelihood[sum % partitions] = (likelihood[sum % partitions] ?? 0) + likely;
      });
      const maxOverMean = Math.max(...likelihood) * partitions;
      expect(maxOverMean).toBeGreaterThanOrEqual(least - 1e-9);
      expect(maxOverMean).toBeLessThan(most);
    },
  );
});

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** How likely each sum is when one of the values, all as likely, is added. */
function addDistribution(sums: readonly number[], values: readonly number[]): readonly number[] {
  const added = new Array<number>(sums.length + (values.at(-1) ?? 0)).fill(0);
  sums.forEach((likely, sum) => {
    for (const value of values) added[sum + value] = (added[sum + value] ?? 0) + likely / values.length;
  });
  return added;
}
