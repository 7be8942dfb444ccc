import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { timeTicks } from './time-scale.ts';

describe('timeTicks', () => {
  it('counts in steps people can count in', () => {
    expect(timeTicks(500, 7_500, 6).map(({ timeMs }) => timeMs - 500)).toEqual([0, 2_000, 4_000, 6_000]);
    expect(timeTicks(0, 5_400_000, 6).map(({ timeMs }) => timeMs / 60_000)).toEqual([0, 30, 60, 90]);
    expect(timeTicks(7, 7, 6)).toEqual([{ timeMs: 7, place: 0 }]);
  });

  it('never makes more marks than there is room for, and none beyond the end', async () => {
    await fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e14 }), fc.integer({ min: 2, max: 200 }), (lengthMs, most) => {
        const ticks = timeTicks(0, lengthMs, most);
        expect(ticks.length).toBeLessThanOrEqual(most);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.at(-1)?.place).toBeLessThanOrEqual(1);
      }),
    );
  });
});
