import { describe, expect, it } from '@jest/globals';
import { fakeClock } from '../../test/fakes/fake-clock.ts';
import { createSharedTimer } from './shared-timer.ts';

describe('a shared timer', () => {
  it('rings each moment when it has come, whatever the order they were added in', async () => {
    const clock = fakeClock(0);
    const timer = createSharedTimer(clock);
    const rung: number[] = [];
    await new Promise<void>((resolve) => {
      for (const atMs of [30, 10, 20]) {
        timer.add({
          atMs,
          ring: () => {
            rung.push(clock.nowMs());
            if (atMs === 30) resolve();
          },
        });
      }
    });
    expect([rung, clock.pending()]).toEqual([[10, 20, 30], 0]);
  });

  it('runs only while something waits, and once for many that are taken back', () => {
    const clock = fakeClock(0);
    const timer = createSharedTimer(clock);
    const moments = Array.from({ length: 100 }, (_, index) => ({ atMs: 1_000 + index, ring: () => undefined }));
    for (const moment of moments) timer.add(moment);
    expect([clock.delays, clock.pending()]).toEqual([[1_000], 1]);
    for (const moment of moments) timer.remove(moment);
    expect(clock.pending()).toBe(0);
  });

  it('rings those moments only that are not taken back, the earliest first', async () => {
    const clock = fakeClock(0);
    const timer = createSharedTimer(clock);
    const rung: number[] = [];
    const moments = [50, 20, 40, 10, 30].map((atMs) => ({ atMs, ring: () => void rung.push(atMs) }));
    for (const moment of moments) timer.add(moment);
    for (const moment of moments.filter(({ atMs }) => atMs === 20 || atMs === 50)) {
      timer.remove(moment);
      timer.remove(moment);
    }
    await new Promise<void>((resolve) => timer.add({ atMs: 60, ring: resolve }));
    expect([rung, clock.pending()]).toEqual([[10, 30, 40], 0]);
  });
});
