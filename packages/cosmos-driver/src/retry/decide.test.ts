import { describe, expect, it } from '@jest/globals';
import {
  type Scene as AttemptScene,
  answer,
  decideAfter,
  eastEndpoint as east,
  noAnswer,
  westEndpoint as west,
} from '../../test/fakes/attempt.ts';
import { createOrder, orders, readOrder } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import type { Verdict } from './decision.ts';
import { initialRetryState, type RetryState } from './retry-state.ts';

interface Scene extends AttemptScene {
  readonly maxRetryCount?: number;
  readonly maxRetryWaitMs?: number;
}

function after(outcome: AttemptOutcome, { maxRetryCount, maxRetryWaitMs, ...scene }: Scene = {}): Verdict {
  return decideAfter(outcome, { ...scene, options: { throttlingRetry: { maxRetryCount, maxRetryWaitMs } } });
}

/** A verdict in one line: what the tables below compare. */
function brief({ decision, effects }: Verdict): string {
  const learned = effects.map((effect) => {
    if (effect.kind === 'mark-unavailable') return `avoid(${effect.reason})`;
    return effect.kind === 'refresh-account' ? 'refresh' : effect.kind;
  });
  const next =
    decision.kind === 'retry'
      ? `retry in ${decision.delayMs} as ${decision.next.context}`
      : decision.kind === 'fail'
        ? `fail ${decision.error.code}`
        : decision.kind;
  return [next, ...learned].join(', ');
}

describe('decide on 401', () => {
  const renewable = { credentialRenewable: true };

  it('asks a credential again that may answer something else, once', () => {
    const verdict = after(answer(401), renewable);
    expect(brief(verdict)).toBe('retry in 0 as retry');
    expect(verdict.decision).toMatchObject({ next: { credentialRenewed: true } });
    expect(brief(after(answer(401), { ...renewable, retry: { credentialRenewed: true } }))).toBe('fail unauthorized');
  });

  it('fails at once when the credential cannot change, and for 403', () => {
    expect(brief(after(answer(401)))).toBe('fail unauthorized');
    expect(brief(after(answer(403), renewable))).toBe('fail forbidden');
  });
});

describe('decide', () => {
  it('only reads: neither the attempt nor its parts change', () => {
    const retry = Object.freeze({ ...initialRetryState });
    after(answer(503), { retry });
    expect(retry).toEqual(initialRetryState);
  });

  describe('when a region is unwell', () => {
    it('notes it as tried, counts the failover, and starts the budget for 429 anew', () => {
      const { decision } = after(answer(503), {
        retry: { throttling: { count: 4, waitedMs: 9 }, readFromWriteRegion: true },
      });
      expect(decision).toMatchObject({
        next: { tried: [east.url], failovers: 1, throttling: { count: 0, waitedMs: 0 }, readFromWriteRegion: false },
      });
    });

    it('gives up after three failovers, and avoids the region all the same', () => {
      expect(brief(after(answer(503), { retry: { failovers: 3 } }))).toBe('fail server-error, avoid(server-error)');
    });

    it('waits a little longer each time when there is nowhere else to go', () => {
      const candidates = [east];
      expect(brief(after(answer(503), { candidates }))).toBe('retry in 100 as retry, avoid(server-error)');
      expect(brief(after(answer(503), { candidates, retry: { failovers: 2 } }))).toMatch('retry in 400 as retry');
      expect(brief(after(answer(503), { retry: { failovers: 1, tried: [west.url] } }))).toMatch(
        'retry in 200 as retry',
      );
    });
  });

  describe('when the service throttles', () => {
    const throttledFor = (ms: number) => answer(429, 3200, { 'x-ms-retry-after-ms': String(ms) });

    it('sends exactly once when told to repeat zero times', () => {
      expect(brief(after(throttledFor(1), { maxRetryCount: 0 }))).toBe('fail throttled');
    });

    it('makes no last attempt when the number of repeats is spent', () => {
      expect(brief(after(throttledFor(1), { retry: { throttling: { count: 18, waitedMs: 0 } } }))).toBe(
        'fail throttled',
      );
    });

    it('makes exactly one last attempt when the time for waiting is spent', () => {
      const spent = { throttling: { count: 3, waitedMs: 269_999 } };
      const { decision } = after(throttledFor(10), { retry: spent });
      expect(decision).toMatchObject({ kind: 'retry', delayMs: 0, next: { throttlingFinal: true } });
      expect(brief(after(throttledFor(10), { retry: { throttlingFinal: true } }))).toBe('fail throttled');
      expect(after(throttledFor(10), { retry: spent, remainingMs: 500 }).decision).toMatchObject({ delayMs: 250 });
    });

    it('waits no longer than 15 seconds at once, and 5 for anything but items', () => {
      expect(brief(after(throttledFor(60_000)))).toBe('retry in 15000 as retry');
      expect(brief(after(throttledFor(60_000), { operation: CosmosOperation.readAccount() }))).toBe(
        'retry in 5000 as retry',
      );
    });

    it('leaves a tenth of a second for an attempt before the deadline', () => {
      expect(brief(after(throttledFor(60_000), { remainingMs: 2_000 }))).toBe('retry in 1900 as retry');
    });

    it('doubles its own wait, a quarter more or less by chance', () => {
      const count = (n: number, random: number) =>
        brief(after(answer(429), { retry: { throttling: { count: n, waitedMs: 0 } }, random }));
      expect(count(3, 0.5)).toBe('retry in 40 as retry');
      expect(count(3, 0)).toBe('retry in 30 as retry');
      expect(count(3, 0.999_999)).toMatch(/^retry in 49\.99/);
    });
  });

  describe('when a concurrent write keeps winning (449)', () => {
    it('doubles up to a second, gives up after thirty, and spends no failover', () => {
      const waited = (count: number, waitedMs: number) =>
        after(answer(449), { retry: { retryWith: { count, waitedMs } }, random: 0 });
      expect(brief(waited(3, 0))).toBe('retry in 80 as retry');
      expect(brief(waited(20, 0))).toBe('retry in 1000 as retry');
      expect(brief(waited(40, 29_500))).toBe('fail retry-with');
      expect(waited(3, 0).decision).toMatchObject({ next: { failovers: 0, tried: [] } });
    });
  });

  describe('when the regions of the account have changed', () => {
    it('waits five seconds in all: at once, a second, two, and what is left', () => {
      const waits: number[] = [];
      let retry: RetryState = initialRetryState;
      for (;;) {
        const { decision } = after(answer(403, 3), { retry, operation: createOrder });
        if (decision.kind !== 'retry') break;
        waits.push(decision.delayMs);
        retry = decision.next;
      }
      expect(waits).toEqual([0, 1000, 2000, 2000]);
      expect(retry.failovers).toBe(0);
    });
  });

  describe('when a region has not seen what the session has', () => {
    it('asks the hub at the write region, twice at most, whatever the options say', () => {
      const behind = (sessionRetries: number) => after(answer(404, 1002), { retry: { sessionRetries } });
      expect(behind(0).decision).toMatchObject({
        next: { readFromWriteRegion: true, hubRegionOnly: true, sessionRetries: 1 },
      });
      expect(brief(behind(2))).toBe('fail session-not-available');
    });

    it('does not bind what is about no item to the hub', () => {
      const operation = CosmosOperation.readPartitionKeyRanges(orders);
      expect(after(answer(404, 1002), { operation }).decision).toMatchObject({
        next: { readFromWriteRegion: true, hubRegionOnly: false },
      });
    });

    it('asks each region once where several accept writes', () => {
      const behind = (sessionRetries: number) =>
        after(answer(404, 1002), { multiWrite: true, retry: { sessionRetries } });
      expect(behind(1).decision).toMatchObject({ next: { readFromWriteRegion: false, hubRegionOnly: false } });
      expect(brief(behind(2))).toBe('fail session-not-available');
    });
  });

  it('begins no wait that would outlast the deadline', () => {
    expect(brief(after(answer(449), { remainingMs: 12 }))).toBe('fail deadline-exceeded');
    expect(brief(after(answer(503), { remainingMs: 12 }))).toMatch('retry in 0');
  });

  describe('mayHaveBeenApplied', () => {
    it.each<[string, AttemptOutcome, boolean, boolean]>([
      ['409', answer(409), false, false],
      ['409 after an ambiguous attempt', answer(409), true, true],
      ['404 after an ambiguous attempt', answer(404), true, true],
      ['412 after an ambiguous attempt', answer(412), true, true],
      ['an abort under way', { kind: 'interrupted', by: 'abort', inFlight: true }, false, true],
      ['an abort before anything was sent', { kind: 'interrupted', by: 'abort', inFlight: false }, false, false],
      ['501', answer(501), false, false],
    ])('after %s', (_, outcome, ambiguous, expected) => {
      const { decision } = after(outcome, { operation: createOrder, retry: { ambiguous } });
      expect(decision).toMatchObject({ kind: 'fail', error: { mayHaveBeenApplied: expected } });
    });

    it('is remembered by a repeat, and never set for reads', () => {
      const ambiguous = (outcome: AttemptOutcome, operation: CosmosOperation) => after(outcome, { operation }).decision;
      expect(ambiguous(answer(503), createOrder)).toMatchObject({ next: { ambiguous: true } });
      expect(ambiguous(noAnswer('not-sent'), createOrder)).toMatchObject({ next: { ambiguous: false } });
      expect(ambiguous(answer(503), readOrder)).toMatchObject({ next: { ambiguous: false } });
    });
  });
});
