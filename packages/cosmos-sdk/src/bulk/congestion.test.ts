import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterCalm, afterThrottling, type Congestion, initialCongestion, mayAsk } from './congestion.ts';

const calm = (congestion: Congestion, answers: number): Congestion =>
  Array.from({ length: answers }).reduce<Congestion>(afterCalm, congestion);

describe('the congestion of a partition', () => {
  it('begins with one request, and gets one more with each answer', () => {
    expect(mayAsk(initialCongestion, 0, 0)).toBe(true);
    expect(mayAsk(initialCongestion, 1, 0)).toBe(false);
    expect(calm(initialCongestion, 3).limit).toBe(4);
  });

  it('halves when something is throttled, and pauses as long as the service asks', () => {
    const throttled = afterThrottling(calm(initialCongestion, 7), 1000, 250);
    expect(throttled).toMatchObject({ limit: 4, pausedUntilMs: 1250 });
    expect(mayAsk(throttled, 0, 1249)).toBe(false);
    expect(mayAsk(throttled, 3, 1250)).toBe(true);
    expect(mayAsk(throttled, 4, 1250)).toBe(false);
  });

  it('halves once for requests that were sent together, whose answers only lengthen the pause', () => {
    const once = afterThrottling(calm(initialCongestion, 7), 1000, 250);
    expect(afterThrottling(once, 1100, 300)).toMatchObject({ limit: 4, pausedUntilMs: 1400 });
    expect(afterThrottling(once, 1100, 10)).toEqual(once);
    expect(afterThrottling(once, 1250, 10)).toMatchObject({ limit: 2 });
  });

  it('grows by one in a round of answers once it was throttled', () => {
    const throttled = afterThrottling(calm(initialCongestion, 7), 1000, 250);
    expect(Math.floor(calm(throttled, 4).limit)).toBe(4);
    expect(Math.floor(calm(throttled, 5).limit)).toBe(5);
  });

  it('always lets one request go in the end, and never more than twenty', () => {
    const events = fc.array(fc.oneof(fc.constant('calm'), fc.nat({ max: 1000 })), { maxLength: 200 });
    fc.assert(
      fc.property(events, (told) => {
        let congestion = initialCongestion;
        let nowMs = 0;
        for (const event of told) {
          nowMs += 10;
          congestion = event === 'calm' ? afterCalm(congestion) : afterThrottling(congestion, nowMs, Number(event));
        }
        expect(mayAsk(congestion, 0, congestion.pausedUntilMs)).toBe(true);
        expect(mayAsk(congestion, 20, congestion.pausedUntilMs)).toBe(false);
      }),
    );
  });
});
