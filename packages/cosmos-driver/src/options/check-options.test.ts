import { describe, expect, it } from '@jest/globals';
import { checkOptions } from './check-options.ts';
import { executeOptionFields } from './operation-option-fields.ts';

function check(options: unknown): void {
  checkOptions('operation options', options, executeOptionFields);
}

describe('checkOptions', () => {
  it('accepts every option with a sensible value, and undefined for any', () => {
    check({
      excludedRegions: ['East US'],
      contentResponseOnWrite: true,
      endToEndTimeoutMs: 1,
      maxFailoverRetryCount: 0,
      maxSessionRetryCount: 100,
      sessionCapturingDisabled: false,
      throttlingRetry: { maxRetryCount: 0, maxRetryWaitMs: undefined },
      retryAmbiguousWrites: 'always',
      customHeaders: { 'x-tenant': 'a' },
      signal: new AbortController().signal,
    });
    check({ excludedRegions: undefined });
  });

  it.each<[unknown, string]>([
    [null, 'The operation options must be an object.'],
    [[], 'The operation options must be an object.'],
    [
      { retries: 1 },
      'Unknown option "retries" in the operation options; known are readConsistencyStrategy, excludedRegions,',
    ],
    [{ toString: 1 }, 'Unknown option "toString"'],
    [{ throttlingRetry: { count: 1 } }, 'Unknown option "count" in the throttlingRetry of the operation options'],
    [{ throttlingRetry: 1 }, 'The throttlingRetry of the operation options must be an object.'],
    [{ endToEndTimeoutMs: 0 }, 'Option "endToEndTimeoutMs" of the operation options must be an integer from 1'],
    [{ endToEndTimeoutMs: 1.5 }, 'must be an integer'],
    [{ endToEndTimeoutMs: Number.NaN }, 'must be an integer'],
    [{ maxFailoverRetryCount: -1 }, 'from 0 to 100'],
    [{ excludedRegions: 'East US' }, 'must be an array of non-empty strings'],
    [{ excludedRegions: [' '] }, 'must be an array of non-empty strings'],
    [{ excludedRegions: [''] }, 'must be an array of non-empty strings'],
    [{ contentResponseOnWrite: 'yes' }, 'must be a boolean'],
    [{ retryAmbiguousWrites: 'sometimes' }, 'must be one of idempotent, always, never'],
    [{ customHeaders: { 'a b': 'c' } }, 'must not have "a b", which is not a header name'],
    [{ customHeaders: { a: 'c\r\nx: y' } }, 'must have printable ASCII text in "a"'],
    [{ customHeaders: { Host: 'other' } }, 'must not have "Host", which is the transport\u2019s'],
    [{ customHeaders: { 'content-length': '1' } }, 'must not have "content-length", which is the transport\u2019s'],
    [{ signal: {} }, 'must be an AbortSignal'],
  ])('refuses %j', (options, message) => {
    expect(() => check(options)).toThrow(TypeError);
    expect(() => check(options)).toThrow(message);
  });
});
