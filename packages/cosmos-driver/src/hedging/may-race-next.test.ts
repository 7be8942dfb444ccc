import { describe, expect, it } from '@jest/globals';
import type { Decision } from '../retry/decision.ts';
import { initialRetryState } from '../retry/retry-state.ts';
import { mayRaceNext } from './may-race-next.ts';

function retry(failovers: number, delayMs = 0): Extract<Decision, { readonly kind: 'retry' }> {
  return { kind: 'retry', delayMs, next: { ...initialRetryState, failovers } };
}

describe('mayRaceNext', () => {
  it.each([
    [0, 3, true],
    [1, 3, true],
    [2, 3, false],
    [0, 2, true],
    [0, 1, false],
  ])('after %d of %d failovers is %s: two are left, or not', (failovers, maxFailoverRetryCount, expected) => {
    expect(mayRaceNext(retry(failovers), { maxFailoverRetryCount })).toBe(expected);
  });

  it('is never so for a repeat that has to wait', () => {
    expect(mayRaceNext(retry(0, 1), { maxFailoverRetryCount: 3 })).toBe(false);
  });
});
