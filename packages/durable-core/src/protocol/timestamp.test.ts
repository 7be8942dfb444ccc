import { describe, expect, it } from '@jest/globals';
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

  it.each(['', 'yesterday'])('has NaN for %j', (text) => {
    expect(parseTimestamp(text)).toBeNaN();
  });
});
