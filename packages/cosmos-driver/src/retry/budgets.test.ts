import { describe, expect, it } from '@jest/globals';
import {
  answer,
  decideAfter,
  describeVerdict,
  eastEndpoint as east,
  type Scene,
  westEndpoint as west,
} from '../../test/fakes/attempt.ts';
import { createOrder } from '../../test/fakes/fake-account.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';

const north = { region: 'North Europe', url: 'https://north' };

/** How long is waited before the next attempt, in milliseconds; `undefined` when there is none. */
function waitAfter(outcome: AttemptOutcome, scene: Scene): number | undefined {
  const { decision } = decideAfter(outcome, scene);
  return decision.kind === 'retry' ? decision.delayMs : undefined;
}

describe('the budget of', () => {
  it('449 holds the share of chance, and a second is the most of both together', () => {
    const wait = (count: number, random: number) =>
      waitAfter(answer(449), { random, retry: { retryWith: { count, waitedMs: 0 } } });
    expect(wait(0, 0.5)).toBe(12.5);
    expect(wait(20, 0.5)).toBe(1_000);
  });

  it('429 waits for its last attempt only while there is time for one', () => {
    const retry = { throttling: { count: 3, waitedMs: 270_000 } };
    const wait = (remainingMs: number) =>
      waitAfter(answer(429, 3200, { 'x-ms-retry-after-ms': '10' }), { retry, remainingMs });
    expect([wait(100), wait(99)]).toEqual([50, 0]);
  });

  it('429 begins anew in the next region, also when it was spent in the one before', () => {
    const retry = { throttling: { count: 9, waitedMs: 270_000 }, throttlingFinal: true, reconnected: true };
    expect(decideAfter(answer(503), { retry }).decision).toMatchObject({
      next: { throttling: { count: 0, waitedMs: 0 }, throttlingFinal: false, reconnected: false },
    });
  });

  it('403/3 differs by a quarter, and has an end even if nothing was waited for', () => {
    const wait = (count: number, random: number) =>
      waitAfter(answer(403, 3), { operation: createOrder, random, retry: { topology: { count, waitedMs: 0 } } });
    expect([wait(1, 0), wait(1, 0.5), wait(2, 0)]).toEqual([750, 1_000, 1_500]);
    expect([wait(9, 0.5), wait(10, 0.5)]).toEqual([5_000, undefined]);
  });

  it('403/3 is spent, and what the last one has taught counts all the same', () => {
    const retry = { topology: { count: 4, waitedMs: 5_000 } };
    expect(describeVerdict(decideAfter(answer(403, 3), { operation: createOrder, retry }))).toBe(
      'fail forbidden, avoid endpoint: write-forbidden, read account',
    );
  });

  it('failovers within one region differ by a quarter', () => {
    const wait = (random: number) => waitAfter(answer(503), { random, candidates: [east], retry: { failovers: 1 } });
    expect([wait(0), wait(0.5)]).toEqual([150, 200]);
  });

  it('404/1002 is two with one write region even where the options allow more, and fewer where they do not', () => {
    const isTriedAgain = (sessionRetries: number, maxSessionRetryCount: number) =>
      waitAfter(answer(404, 1002), { retry: { sessionRetries }, options: { maxSessionRetryCount } }) !== undefined;
    expect([isTriedAgain(1, 9), isTriedAgain(2, 9), isTriedAgain(1, 1)]).toEqual([true, false, false]);
  });

  it('404/1002 is the number of regions where several accept writes, or what the options say', () => {
    const isTriedAgain = (sessionRetries: number, maxSessionRetryCount?: number) =>
      waitAfter(answer(404, 1002), {
        multiWrite: true,
        candidates: [east, west, north],
        retry: { sessionRetries },
        options: { maxSessionRetryCount },
      }) !== undefined;
    expect([isTriedAgain(2), isTriedAgain(3)]).toEqual([true, false]);
    expect([isTriedAgain(4, 5), isTriedAgain(5, 5)]).toEqual([true, false]);
  });
});

describe('a wait that would outlast the deadline', () => {
  it('is not begun, nor one that would leave no time for the attempt', () => {
    const afterConflict = (remainingMs: number) =>
      describeVerdict(decideAfter(answer(449), { random: 0, remainingMs }));
    expect([afterConflict(10), afterConflict(11)]).toEqual(['fail deadline-exceeded', 'retry in 10']);
  });

  it('leaves open what the attempt before it left open', () => {
    const unclear = decideAfter(answer(503), { operation: createOrder, candidates: [east], remainingMs: 50 });
    expect(describeVerdict(unclear)).toBe('fail deadline-exceeded (perhaps applied), avoid endpoint: server-error');
  });
});
