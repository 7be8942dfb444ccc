import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createIdSource } from './id-source.ts';
import { nextNumber } from './next-number.ts';

describe('nextNumber', () => {
  it('starts in the lower quarter and grows by gaps of which 2^20 fit', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 21, max: 32 }), (seed, bits) => {
        const ids = createIdSource(seed);
        const first = nextNumber(ids, undefined, bits);
        const second = nextNumber(ids, first, bits);
        expect(first).toBeLessThan(2 ** (bits - 2));
        expect(second).toBeGreaterThan(first);
        expect(second - first).toBeLessThanOrEqual(2 ** (bits - 20));
      }),
    );
  });

  it('gives other numbers for another seed', () => {
    const first = [1, 2, 3].map((seed) => nextNumber(createIdSource(seed), undefined, 32));
    expect(new Set(first).size).toBe(3);
  });
});
