import { describe, expect, it } from '@jest/globals';
import { noHistory, type OperationHistory, planRepeat, planThrottled } from './plan-repeat.ts';

describe('the repeat of an operation that was throttled', () => {
  const limits = { maxRetryCount: 3, maxRetryWaitMs: 1000 };

  it('waits as long as the service asks, or 100 ms, and at least 5 ms', () => {
    expect(planThrottled(noHistory, 0, limits)?.delayMs).toBe(5);
    expect(planThrottled(noHistory, 7, limits)).toMatchObject({
      delayMs: 7,
      history: { throttled: 1, throttledMs: 7 },
    });
    expect(planThrottled(noHistory, undefined, limits)?.delayMs).toBe(100);
  });

  it('is not made once it has waited as often, or would wait longer, than it may', () => {
    expect(planThrottled({ ...noHistory, throttled: 3 }, 7, limits)).toBeUndefined();
    expect(planThrottled({ ...noHistory, throttledMs: 900 }, 100, limits)).toBeDefined();
    expect(planThrottled({ ...noHistory, throttledMs: 900 }, 101, limits)).toBeUndefined();
  });
});

describe('the repeat of an operation that failed otherwise', () => {
  it('comes after twice the wait each time, up to a second, ten times', () => {
    const delays: number[] = [];
    let history: OperationHistory = { ...noHistory, throttled: 5 };
    for (let plan = planRepeat(history, 0.5); plan !== undefined; plan = planRepeat(history, 0.5)) {
      delays.push(plan.delayMs);
      history = plan.history;
    }
    expect(delays).toEqual([10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000]);
    expect(history).toMatchObject({ repeats: 10, throttled: 5 });
  });

  it('does not come at the same moment for all', () => {
    expect([planRepeat(noHistory, 0)?.delayMs, planRepeat(noHistory, 1)?.delayMs]).toEqual([7.5, 12.5]);
  });
});
