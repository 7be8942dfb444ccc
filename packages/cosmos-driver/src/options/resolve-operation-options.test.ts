import { describe, expect, it } from '@jest/globals';
import { resolveOperationOptions } from './resolve-operation-options.ts';

describe('resolveOperationOptions', () => {
  it('has a default for every field', () => {
    expect(resolveOperationOptions([])).toEqual({
      excludedRegions: [],
      contentResponseOnWrite: false,
      endToEndTimeoutMs: undefined,
      queryMetrics: false,
      indexMetrics: false,
      continuationTokenLimitInKb: undefined,
      integratedCache: { maxStalenessMs: undefined, bypassed: false },
      maxFailoverRetryCount: 3,
      maxSessionRetryCount: undefined,
      sessionCapturingDisabled: false,
      throttlingRetry: { maxRetryCount: undefined, maxRetryWaitMs: undefined },
      retryAmbiguousWrites: 'idempotent',
      maxConcurrency: 8,
      maxBufferedItems: 50_000,
      readConsistencyStrategy: 'Default',
      availabilityStrategy: undefined,
      hedgingEnabled: undefined,
      throughputControl: { groupName: undefined, throughputBucket: undefined, priorityLevel: undefined },
      maxPageBytes: 16_777_216,
      customHeaders: {},
    });
  });

  it('takes each field from the strongest layer that has it', () => {
    const resolved = resolveOperationOptions([
      { maxFailoverRetryCount: 1 },
      { maxFailoverRetryCount: 2, endToEndTimeoutMs: 9 },
    ]);
    expect(resolved).toMatchObject({ maxFailoverRetryCount: 1, endToEndTimeoutMs: 9 });
  });

  it('lets an empty list, zero and false shadow lower layers, and undefined pass', () => {
    const lower = {
      excludedRegions: ['East US'],
      maxFailoverRetryCount: 2,
      contentResponseOnWrite: true,
      customHeaders: { a: 'b' },
    };
    const upper = {
      excludedRegions: [],
      maxFailoverRetryCount: 0,
      contentResponseOnWrite: false,
      customHeaders: undefined,
    };
    expect(resolveOperationOptions([upper, lower])).toMatchObject({
      excludedRegions: [],
      maxFailoverRetryCount: 0,
      contentResponseOnWrite: false,
      customHeaders: { a: 'b' },
    });
  });

  it('looks the fields of a group up one by one', () => {
    const layers = [
      { throttlingRetry: { maxRetryCount: 1 } },
      { throttlingRetry: { maxRetryCount: 2, maxRetryWaitMs: 3 } },
    ];
    expect(resolveOperationOptions(layers).throttlingRetry).toEqual({ maxRetryCount: 1, maxRetryWaitMs: 3 });
  });
});
