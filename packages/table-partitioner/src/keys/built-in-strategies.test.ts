import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referenceJumpHash, referenceMurmur3 } from '../../test/reference-hashes.ts';
import { swapDotnetBytes } from '../guid/swap-dotnet-bytes.ts';
import { builtInStrategies } from './built-in-strategies.ts';
import { jump } from './jump.ts';
import { murmur3 } from './murmur3.ts';
import { partitionKeyForGuid } from './partition-key-for-guid.ts';

const SAMPLE = '3479D7A2-5D1A-41A8-B8FF-4F62EB1A07BB';
const guidBytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('the strategies of this package', () => {
  it('are stored under their own names and cannot be changed', () => {
    for (const [name, strategy] of Object.entries(builtInStrategies)) {
      expect(strategy.name).toBe(name);
      expect(Object.isFrozen(strategy)).toBe(true);
    }
  });

  it.each(Object.values(builtInStrategies))('$name answers a partition, for any bytes and number', (strategy) => {
    fc.assert(
      fc.property(guidBytes, fc.integer({ min: 1, max: strategy.maxPartitions ?? 1 }), (bytes, partitions) => {
        const partition = strategy.partitionOf(bytes, partitions);
        expect(Number.isInteger(partition) && partition >= 0 && partition < partitions).toBe(true);
      }),
    );
  });

  it.each([
    [murmur3, 2_147_483_648],
    [jump, 2_147_483_647],
  ])('$name refuses more partitions than it can tell apart', (strategy, most) => {
    expect(partitionKeyForGuid(SAMPLE, { partitions: most, strategy, onWarning: () => undefined })).toMatch(/^\d+$/);
    expect(() => partitionKeyForGuid(SAMPLE, { partitions: most + 1, strategy })).toThrow(
      `${strategy.name} reaches at most ${most} partitions`,
    );
  });
});

describe('murmur3', () => {
  it('is MurmurHash3 with seed 0 modulo the number of partitions', () => {
    fc.assert(
      fc.property(guidBytes, fc.integer({ min: 1, max: 2 ** 31 }), (bytes, partitions) => {
        const expected = Number(referenceMurmur3(bytes, 0n) % BigInt(partitions));
        expect(murmur3.partitionOf(bytes, partitions)).toBe(expected);
      }),
    );
  });

  it('answers the same for ever', () => {
    const keys = [15, 16, 64, 1_000].map((partitions) =>
      partitionKeyForGuid(SAMPLE, { partitions, strategy: murmur3 }),
    );
    expect(keys).toEqual(['3', '10', '58', '458']);
  });

  it('depends on the byte order', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 17);
    expect(murmur3.partitionOf(bytes, 1_000)).not.toBe(murmur3.partitionOf(swapDotnetBytes(bytes), 1_000));
  });
});

describe('jump', () => {
  it('is jump consistent hash of MurmurHash3 with the seeds 0 and 1', () => {
    fc.assert(
      fc.property(guidBytes, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (bytes, partitions) => {
        const key = (referenceMurmur3(bytes, 0n) << 32n) | referenceMurmur3(bytes, 1n);
        expect(jump.partitionOf(bytes, partitions)).toBe(referenceJumpHash(key, partitions));
      }),
    );
  });

  it('answers the same for ever', () => {
    const keys = [15, 16, 64, 1_000].map((partitions) => partitionKeyForGuid(SAMPLE, { partitions, strategy: jump }));
    expect(keys).toEqual(['6', '6', '49', '289']);
  });
});
