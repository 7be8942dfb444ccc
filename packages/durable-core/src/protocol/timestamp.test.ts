import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

describe('parseTimestamp', () => {
  it.each([
    ['2019-07-22T06:20:29.488203Z', '2019-07-22T06:20:29.488Z'],
    ['2026-02-03T10:00:00.1234567Z', '2026-02-03T10:00:00.123Z'],
    ['2026-02-03T10:00:00', '2026-02-03T10:00:00.000Z'],
    ['2026-02-03T10:00:00+02:00', '2026-02-03T08:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(formatTimestamp(parseTimestamp(text))).toBe(expected);
  });

  it('reads every date of the calendar as Date.parse does', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        fc.constantFrom('', '.1', '.12', '.123', '.1234', '.1239999', '.9999999', '.0'),
        (date, fraction) => {
          const text = `${date.toISOString().slice(0, 19)}${fraction}Z`;
          expect(parseTimestamp(text)).toBe(Date.parse(text));
        },
      ),
    );
  });

  it.each([
    '2024-02-29T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2024-02-30T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T23:60:00Z',
    '2024-01-01T23:59:60Z',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00,5Z',
    '2024-01-01 00:00:00Z',
    '2024-01-01T00:00:0xZ',
    '20x4-01-01T00:00:00Z',
    '2024-01-01T00:00:00.12x4Z',
    '2024-01-01T00:00:00.1234x67Z',
  ])('makes of %s what Date.parse makes of it', (text) => {
    expect(parseTimestamp(text)).toBe(Date.parse(text));
  });

  it.each(['', 'yesterday'])('has NaN for %j', (text) => {
    expect(parseTimestamp(text)).toBeNaN();
  });
});
