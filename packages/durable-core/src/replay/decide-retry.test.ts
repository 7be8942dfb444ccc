import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resolveRetryPolicy } from '../tasks/retry-policy.ts';
import { decideRetry } from './decide-retry.ts';

const flaky = { reason: 'flaky' };
const hopeless = {
  reason: 'hopeless',
  failureDetails: { errorType: 'E', errorMessage: 'hopeless', isNonRetriable: true },
};

describe('decideRetry', () => {
  const policy = resolveRetryPolicy({
    maxNumberOfAttempts: 5,
    firstRetryIntervalMs: 1000,
    backoffCoefficient: 2,
    maxRetryIntervalMs: 5000,
    retryTimeoutMs: 60_000,
  });

  it.each([
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [4, 5000],
  ])('after attempt %d pauses for %d ms', (attempt, pauseMs) => {
    expect(decideRetry(policy, attempt, 0, 10, flaky)).toEqual({ kind: 'retry', fireAtMs: 10 + pauseMs });
  });

  it('gives up after the last attempt', () => {
    expect(decideRetry(policy, 5, 0, 10, flaky)).toEqual({ kind: 'give-up' });
  });

  it('gives up when trying again cannot help', () => {
    expect(decideRetry(policy, 1, 0, 10, hopeless)).toEqual({ kind: 'give-up' });
  });

  it('gives up once the time limit since the first attempt is reached', () => {
    expect(decideRetry(policy, 1, 100, 60_099, flaky).kind).toBe('retry');
    expect(decideRetry(policy, 1, 100, 60_100, flaky).kind).toBe('give-up');
  });

  it('never pauses longer than the longest pause, nor by a fraction of a millisecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 1, max: 50, noNaN: true }),
        (attempt, coefficient) => {
          const decision = decideRetry({ ...policy, backoffCoefficient: coefficient }, attempt, 0, 0, flaky);
          const fireAtMs = decision.kind === 'retry' ? decision.fireAtMs : Number.NaN;
          return Number.isInteger(fireAtMs) && fireAtMs >= 1000 && fireAtMs <= 5000;
        },
      ),
    );
  });
});
