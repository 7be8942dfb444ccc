import { describe, expect, it } from '@jest/globals';
import { parseTimeSpan } from './time-span.ts';

describe('parseTimeSpan', () => {
  it.each([
    ['6.00:00:00', 518_400_000],
    ['3.00:00:00', 259_200_000],
    ['00:00:30', 30_000],
    ['01:02:03.5', 3_723_500],
    ['-00:00:01', -1000],
    ['10675199.02:48:05.4775807', 922_337_203_685_477.6],
  ])('reads %s as %d ms', (text, timeMs) => {
    expect(parseTimeSpan(text)).toBeCloseTo(timeMs, 0);
  });

  it.each(['', '6 days', '6', 'P6D', '00:00', '1.2.3'])('has no number for %j', (text) => {
    expect(parseTimeSpan(text)).toBeUndefined();
  });
});
