import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { pause } from './pause.ts';

describe('pause', () => {
  it('ends after its time, and leaves no listener', async () => {
    const { signal } = new AbortController();
    const waiting = pause(0, [signal]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await waiting;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it.each([0, 1])(
    'ends at any of its signals, such as number %i, and leaves neither listener nor timer',
    async (number) => {
      const controllers = [new AbortController(), new AbortController()];
      const signals = controllers.map(({ signal }) => signal);
      const timers = countTimers();
      const waiting = pause(2 ** 31 - 1, signals);
      expect(countTimers()).toBe(timers + 1);
      controllers[number]?.abort();
      await waiting;
      expect(countTimers()).toBe(timers);
      for (const signal of signals) expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    },
  );

  it('does not begin once a signal was given', async () => {
    await pause(2 ** 31 - 1, [new AbortController().signal, AbortSignal.abort()]);
  });
});

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}
