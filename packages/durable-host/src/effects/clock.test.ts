import { expect, it } from '@jest/globals';
import { monotonicClock, systemClock } from './clock.ts';

it('a monotonic clock stands still while the machine goes back', () => {
  const times = [5, 9.7, 3, 10];
  const clock = monotonicClock({ now: () => times.shift() ?? 0, schedule: () => () => {} });
  expect([clock.now(), clock.now(), clock.now(), clock.now()]).toEqual([5, 9, 9, 10]);
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
