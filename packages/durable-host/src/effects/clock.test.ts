import { describe, expect, it } from '@jest/globals';
import { monotonicClock, systemClock } from './clock.ts';

function timesOf(...machineTimes: number[]): number[] {
  const rest = [...machineTimes];
  const clock = monotonicClock({ now: () => rest.shift() ?? 0, schedule: () => () => {} });
  return machineTimes.map(() => clock.now());
}

describe('a monotonic clock', () => {
  it('goes with the machine, in whole milliseconds', () => {
    expect(timesOf(5, 9.7, 1_000)).toEqual([5, 9, 1_000]);
  });

  it('goes on from where it was when the machine goes back, a little slower until the two agree', () => {
    expect(timesOf(10_000, 5_000, 6_000, 55_000, 60_000)).toEqual([10_000, 10_000, 10_900, 55_000, 60_000]);
  });

  it('never goes back, whatever the machine does', () => {
    const machineTimes = Array.from({ length: 1_000 }, (_, i) => Math.sin(i * i) * 1e12 + i / 3);
    const times = timesOf(...machineTimes);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

it('the clock of the machine does not call at once what is years away', async () => {
  let calls = 0;
  const cancel = systemClock.schedule(() => {
    calls += 1;
  }, 1e12);
  await new Promise<void>((resolve) => systemClock.schedule(resolve, 5));
  cancel();
  expect(calls).toBe(0);
});
