import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TaskFailedError } from '../errors/task-failed-error.ts';
import type { FailedAttempt } from '../tasks/retry-options.ts';
import { resolveRetryPolicy } from '../tasks/retry-policy.ts';
import { decideRetry } from './decide-retry.ts';

const flaky = new TaskFailedError('a', 0, { reason: 'flaky' });
const hopeless = new TaskFailedError('a', 0, {
  reason: 'hopeless',
  failureDetails: { errorType: 'E', errorMessage: 'hopeless', isNonRetriable: true },
});

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
    expect(decideRetry(policy, { attempt, elapsedMs: 10, error: flaky }, 10)).toEqual({
      kind: 'retry-at',
      fireAtMs: 10 + pauseMs,
    });
  });

  it('gives up after the last attempt', () => {
    const decision = decideRetry(policy, { attempt: 5, elapsedMs: 10, error: flaky }, 10);
    expect(decision).toEqual({ kind: 'give-up', isExhausted: true });
  });

  it('gives up when trying again cannot help', () => {
    const failed = { attempt: 5, elapsedMs: 10, error: hopeless };
    expect(decideRetry(policy, failed, 10)).toEqual({ kind: 'give-up', isExhausted: false });
    const asked: unknown[] = [];
    expect(decideRetry((attempt) => asked.push(attempt), failed, 10)).toEqual({ kind: 'give-up', isExhausted: false });
    expect(asked).toEqual([]);
  });

  it('gives up once the time limit since the first attempt is reached', () => {
    const after = (elapsedMs: number, attempt = 1) => decideRetry(policy, { attempt, elapsedMs, error: flaky }, 70_000);
    expect(after(59_999).kind).toBe('retry-at');
    expect(after(60_000)).toEqual({ kind: 'give-up', isExhausted: false });
    expect(after(60_000, 5)).toEqual({ kind: 'give-up', isExhausted: false });
  });

  it('asks the predicate, but not once the options have decided', () => {
    const asked: unknown[] = [];
    const shouldRetry = (failed: FailedAttempt) => {
      asked.push(failed);
      return failed.error.message !== 'flaky';
    };
    const failed = { attempt: 1, elapsedMs: 10, error: flaky };
    expect(decideRetry({ ...policy, shouldRetry }, failed, 10)).toEqual({ kind: 'give-up', isExhausted: false });
    expect(decideRetry({ ...policy, shouldRetry }, { ...failed, attempt: 5 }, 10).kind).toBe('give-up');
    expect(asked).toEqual([failed]);
    const other = new TaskFailedError('a', 0, { reason: 'busy' });
    expect(decideRetry({ ...policy, shouldRetry }, { ...failed, error: other }, 10).kind).toBe('retry-at');
  });

  it.each<[unknown, unknown]>([
    [true, { kind: 'retry-now' }],
    [false, { kind: 'give-up', isExhausted: false }],
    [250.4, { kind: 'retry-at', fireAtMs: 260 }],
    [Number.POSITIVE_INFINITY, { kind: 'retry-at', fireAtMs: 8.64e15 }],
  ])('does what a handler answers: %p', (answer, expected) => {
    expect(decideRetry(() => answer as boolean, { attempt: 9, elapsedMs: 10, error: flaky }, 10)).toEqual(expected);
  });

  it.each([-1, Number.NaN, undefined, 'soon'])('refuses %p as the answer of a handler', (answer) => {
    const failed = { attempt: 1, elapsedMs: 0, error: flaky };
    expect(() => decideRetry(() => answer as unknown as boolean, failed, 0)).toThrow(TypeError);
  });

  it('never pauses longer than the longest pause, nor by a fraction of a millisecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 1, max: 50, noNaN: true }),
        (attempt, coefficient) => {
          const decision = decideRetry(
            { ...policy, backoffCoefficient: coefficient },
            { attempt, elapsedMs: 0, error: flaky },
            0,
          );
          const fireAtMs = decision.kind === 'retry-at' ? decision.fireAtMs : Number.NaN;
          return Number.isInteger(fireAtMs) && fireAtMs >= 1000 && fireAtMs <= 5000;
        },
      ),
    );
  });
});
