import { describe, expect, it } from '@jest/globals';
import type { RetryOptions } from './retry-options.ts';
import { resolveRetryPolicy } from './retry-policy.ts';

describe('resolveRetryPolicy', () => {
  it('applies the defaults of Durable Functions', () => {
    expect(resolveRetryPolicy({ maxNumberOfAttempts: 3, firstRetryIntervalMs: 5 })).toEqual({
      maxNumberOfAttempts: 3,
      firstRetryIntervalMs: 5,
      backoffCoefficient: 1,
      maxRetryIntervalMs: 518_400_000,
      retryTimeoutMs: Number.POSITIVE_INFINITY,
      shouldRetry: expect.any(Function),
    });
  });

  it.each([
    [{ maxNumberOfAttempts: 1.5 }, 'maxNumberOfAttempts'],
    [{ maxNumberOfAttempts: 0 }, 'maxNumberOfAttempts'],
    [{ firstRetryIntervalMs: 0 }, 'firstRetryIntervalMs'],
    [{ firstRetryIntervalMs: '5' }, 'firstRetryIntervalMs'],
    [{ backoffCoefficient: 0.5 }, 'backoffCoefficient'],
    [{ maxRetryIntervalMs: Number.POSITIVE_INFINITY }, 'maxRetryIntervalMs'],
    [{ retryTimeoutMs: -1 }, 'retryTimeoutMs'],
    [{ maxAttempts: 3 }, 'maxAttempts'],
    [{ shouldRetry: 'always' }, 'shouldRetry'],
  ])('refuses %j, naming the option', (wrong, name) => {
    const options = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 5, ...wrong } as RetryOptions;
    expect(() => resolveRetryPolicy(options)).toThrow(TypeError);
    expect(() => resolveRetryPolicy(options)).toThrow(name);
  });

  it.each([[null], [5], [[]]])('refuses %j, which are no options', (options) => {
    expect(() => resolveRetryPolicy(options as never)).toThrow(TypeError);
  });
});
