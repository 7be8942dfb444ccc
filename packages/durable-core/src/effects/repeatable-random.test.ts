import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRepeatableRandom } from './repeatable-random.ts';

describe('createRepeatableRandom', () => {
  it('gives the same for the same seed, and something else for another', () => {
    const [one, same, other] = ['seed', 'seed', 'sees'].map(createRepeatableRandom).map((random) => {
      const bytes = new Uint8Array(7);
      random.fill(bytes);
      return [random.number(), random.uuid(), [...bytes]];
    });
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('gives numbers from 0 to 1, UUIDs of version 4, and fills whole views', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 40 }), (seed, size) => {
        const random = createRepeatableRandom(seed);
        const number = random.number();
        expect(number >= 0 && number < 1).toBe(true);
        expect(random.uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
        const bytes = new Uint8Array(size + 2);
        random.fill(bytes.subarray(1, size + 1));
        expect([bytes[0], bytes[size + 1]]).toEqual([0, 0]);
      }),
    );
  });

  it('spreads its numbers evenly', () => {
    const random = createRepeatableRandom('even');
    const buckets = new Array<number>(16).fill(0);
    for (let count = 0; count < 16_000; count++) {
      const bucket = Math.floor(random.number() * 16);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
