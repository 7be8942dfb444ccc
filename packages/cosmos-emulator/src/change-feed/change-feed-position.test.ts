import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeChangeFeedPositions, encodeChangeFeedPositions, lsnOfRange } from './change-feed-position.ts';

const positions = [
  { minInclusive: '', lsn: 5n },
  { minInclusive: '20', lsn: 9n },
  { minInclusive: '30', lsn: 7n },
];

describe('encodeChangeFeedPositions', () => {
  it('writes one range as the service does, and several with their bounds', () => {
    expect(encodeChangeFeedPositions([{ minInclusive: '20', lsn: 7n }])).toBe('"7"');
    expect(encodeChangeFeedPositions(positions)).toBe('"=5,20=9,30=7"');
  });

  it('is undone by decodeChangeFeedPositions', () => {
    const position = fc.record({ minInclusive: fc.constantFrom('', '0A', '1F00'), lsn: fc.bigInt(0n, 10n ** 15n) });
    fc.assert(
      fc.property(fc.array(position, { minLength: 2 }), (list) => {
        expect(decodeChangeFeedPositions(encodeChangeFeedPositions(list))).toEqual(list);
      }),
    );
  });

  it('is decoded without its quotes too', () => {
    expect(decodeChangeFeedPositions('7')).toEqual([{ minInclusive: '', lsn: 7n }]);
  });

  it.each(['', 'x', '"', '"5,"', '"=="', '"-5"', '"zz=5"', '"A="', '"5"x'])('answers undefined for %p', (etag) => {
    expect(decodeChangeFeedPositions(etag)).toBeUndefined();
  });
});

describe('lsnOfRange', () => {
  it.each([
    ['a range of its own', '20', '30', 9n],
    ['a child of it', '28', '30', 9n],
    ['a range that others were merged into', '', '30', 5n],
    ['a range that ends beyond', '20', 'FF', 7n],
  ])('goes on in %s', (_what, minInclusive, maxExclusive, lsn) => {
    expect(lsnOfRange({ minInclusive, maxExclusive }, positions)).toBe(lsn);
  });

  it('starts at the beginning of what no position covers', () => {
    expect(lsnOfRange({ minInclusive: '', maxExclusive: 'FF' }, [{ minInclusive: '20', lsn: 5n }])).toBe(0n);
  });
});
