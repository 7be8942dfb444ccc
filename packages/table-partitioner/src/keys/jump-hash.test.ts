import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referenceJumpHash } from '../../test/reference-hashes.ts';
import { jumpHash } from './jump-hash.ts';

const key = fc.record({
  high: fc.integer({ min: 0, max: 0xffffffff }),
  low: fc.integer({ min: 0, max: 0xffffffff }),
});

describe('jumpHash', () => {
  it.each([
    [1, 1, 0],
    [42, 57, 43],
    [0xdead10cc, 1, 0],
    [0xdead10cc, 666, 361],
    [256, 1024, 520],
  ])('puts key %i of %i buckets where others put it: into %i', (low, buckets, bucket) => {
    expect(jumpHash(0, low, buckets)).toBe(bucket);
  });

  it('answers what the reference answers, for any key', () => {
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: 2 ** 31 - 1 }), ({ high, low }, buckets) => {
        const whole = (BigInt(high) << 32n) | BigInt(low);
        expect(jumpHash(high, low, buckets)).toBe(referenceJumpHash(whole, buckets));
      }),
      { numRuns: 2_000 },
    );
  });

  it('carries into the upper half when adding one overflows the lower', () => {
    // The one lower half whose product with the multiplier ends in 32 ones.
    let low = 0;
    for (let bit = 0; bit < 32; bit++) {
      if ((((Math.imul(low, 0x87b0b0fd) + 1) >>> bit) & 1) === 1) low = (low | (1 << bit)) >>> 0;
    }
    expect((Math.imul(low, 0x87b0b0fd) + 1) >>> 0).toBe(0);
    for (let high = 0; high < 200; high++) {
      const whole = (BigInt(high * 0x1000193) << 32n) | BigInt(low);
      expect(jumpHash(Number(whole >> 32n), low, 2 ** 31 - 1)).toBe(referenceJumpHash(whole, 2 ** 31 - 1));
    }
  });

  it('moves a key to the new bucket or nowhere', () => {
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: 100_000 }), ({ high, low }, buckets) => {
        expect([jumpHash(high, low, buckets), buckets]).toContain(jumpHash(high, low, buckets + 1));
      }),
    );
  });
});
