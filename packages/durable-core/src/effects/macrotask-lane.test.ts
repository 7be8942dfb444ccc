import { createHook } from 'node:async_hooks';
import { describe, expect, it, jest } from '@jest/globals';
import { MacrotaskLane } from './macrotask-lane.ts';

/** Promise reactions and ticks that queue each other. */
function runOn(steps: number, atRest: () => void): void {
  if (steps === 0) atRest();
  else if (steps % 3 === 0) process.nextTick(() => runOn(steps - 1, atRest));
  else void Promise.resolve().then(() => runOn(steps - 1, atRest));
}

/** How many immediates an action makes. */
async function countImmediates(act: () => Promise<void>): Promise<number> {
  let count = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'Immediate') count += 1;
    },
  }).enable();
  await act();
  hook.disable();
  return count;
}

async function drain(times: number): Promise<void> {
  const lane = new MacrotaskLane();
  for (let time = 0; time < times; time++) await lane.drain();
}

describe('MacrotaskLane', () => {
  it('drains all that was queued and all that follows, as often as it is asked', async () => {
    const lane = new MacrotaskLane();
    for (let time = 0; time < 1500; time++) {
      let isAtRest = false;
      runOn(1 + (time % 50), () => {
        isAtRest = true;
      });
      await lane.drain();
      expect(isAtRest).toBe(true);
    }
  });

  it('lets what the caller queues after the call run first', async () => {
    const lane = new MacrotaskLane();
    for (let time = 0; time < 20; time++) {
      let isAtRest = false;
      const drained = lane.drain();
      runOn(30, () => {
        isAtRest = true;
      });
      await drained;
      expect(isAtRest).toBe(true);
    }
  });

  it('takes one immediate for one drain, and at most twice as many or 255 too many for more', async () => {
    expect(await countImmediates(() => drain(1))).toBe(1);
    expect(await countImmediates(() => drain(2))).toBe(3);
    expect(await countImmediates(() => drain(100))).toBe(127);
    expect(await countImmediates(() => drain(1000))).toBe(1023);
    expect(await countImmediates(() => drain(1024))).toBe(1279);
  });

  it('shares rounds of the event loop with others', async () => {
    const order: string[] = [];
    const pass = async (name: string): Promise<void> => {
      const lane = new MacrotaskLane();
      for (let time = 0; time < 3; time++) {
        await lane.drain();
        order.push(name);
      }
    };
    await Promise.all([pass('a'), pass('b')]);
    expect(order.toSorted()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
    expect(order.indexOf('b')).toBeLessThan(order.lastIndexOf('a'));
  });

  it('goes on under fake timers', async () => {
    jest.useFakeTimers();
    try {
      await drain(5);
    } finally {
      jest.useRealTimers();
    }
  });
});
