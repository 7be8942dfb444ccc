import { describe, expect, it } from '@jest/globals';
import { feedExecuteOptions } from './feed-options.ts';
import { executeOptions } from './request-options.ts';

describe('options of a call', () => {
  it('become those of the driver', () => {
    const abortSignal = new AbortController().signal;
    expect(
      executeOptions({
        abortSignal,
        excludedLocations: ['West US'],
        priorityLevel: 'Low',
        bypassIntegratedCache: true,
        consistencyLevel: 'Session',
        indexingDirective: 'Exclude',
        populateQuotaInfo: true,
        initialHeaders: { 'x-a': 1, 'x-b': undefined as never },
      }),
    ).toEqual({
      signal: abortSignal,
      excludedRegions: ['West US'],
      throughputControl: { priorityLevel: 'Low', throughputBucket: undefined },
      integratedCache: { maxStalenessMs: undefined, bypassed: true },
      readConsistencyStrategy: 'Session',
      customHeaders: {
        'x-a': '1',
        'x-ms-indexing-directive': 'Exclude',
        'x-ms-documentdb-populatequotainfo': 'true',
      },
    });
  });

  it('become those of a feed', () => {
    expect(
      feedExecuteOptions({
        maxDegreeOfParallelism: 4,
        populateQueryMetrics: true,
        populateIndexMetrics: true,
        continuationTokenLimitInKB: 2,
        vectorSearchBufferSize: 10,
        enableScanInQuery: true,
      }),
    ).toMatchObject({
      maxConcurrency: 4,
      queryMetrics: true,
      indexMetrics: true,
      continuationTokenLimitInKb: 2,
      maxBufferedItems: 10,
      customHeaders: { 'x-ms-documentdb-query-enable-scan': 'true' },
    });
    for (const maxDegreeOfParallelism of [-1, 0]) {
      expect(feedExecuteOptions({ maxDegreeOfParallelism })).not.toHaveProperty('maxConcurrency');
    }
  });
});
