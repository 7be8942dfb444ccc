import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { areEqual, compareValues, valueKey } from './compare-values.ts';

const value = fc
  .oneof(fc.constant(undefined), fc.jsonValue({ noUnicodeString: false, maxDepth: 2 } as object))
  .map((each) =>
    // JSON has no negative zero.
    each === undefined ? undefined : (JSON.parse(JSON.stringify(each)) as unknown),
  );

describe('compareValues', () => {
  it('is a total order', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
        expect(compareValues(a, a)).toBe(0);
        // In objects, because sort puts undefined last without asking.
        const sorted = [{ v: a }, { v: b }, { v: c }].sort((x, y) => compareValues(x.v, y.v));
        const [low, middle, high] = sorted.map(({ v }) => v);
        expect(compareValues(low, middle)).toBeLessThanOrEqual(0);
        expect(compareValues(middle, high)).toBeLessThanOrEqual(0);
        expect(compareValues(low, high)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('finds the same values equal that have the same key', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(areEqual(a, b)).toBe(valueKey(a) === valueKey(b));
        expect(compareValues(a, b) === 0).toBe(valueKey(a) === valueKey(b));
      }),
    );
  });

  it('looks at the order of elements and not of properties', () => {
    expect(areEqual({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(areEqual([1, 2], [2, 1])).toBe(false);
  });
});
