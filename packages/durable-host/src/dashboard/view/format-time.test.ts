import { describe, expect, it } from '@jest/globals';
import { formatAge, formatClock, formatTime, toLocalField } from './format-time.ts';

const time = new Date(2026, 10, 21, 4, 5, 9, 7).getTime();

describe('times', () => {
  it('are written in the time zone of whoever looks', () => {
    expect(formatTime(time)).toBe('2026-11-21 04:05:09');
    expect(formatTime(time, true)).toBe('2026-11-21 04:05:09.007');
    expect(formatClock(time)).toBe('04:05:09');
  });

  it('survive a field for times, to the minute', () => {
    expect(toLocalField(time)).toBe('2026-11-21T04:05');
    expect(Date.parse(toLocalField(time))).toBe(new Date(2026, 10, 21, 4, 5).getTime());
  });

  it.each([
    [400, 'just now'],
    [-400, 'just now'],
    [2_600, '3 s ago'],
    [200_000, '3 min ago'],
    [-7_300_000, 'in 2 h'],
  ])('are told as an age: %d ms is %s', (ageMs, text) => {
    expect(formatAge(0, ageMs)).toBe(text);
  });
});
