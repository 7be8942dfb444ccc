import { describe, expect, it } from '@jest/globals';
import { noDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { encodeJson } from '../request/encode-json.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import { readResponseHeaders } from '../response/response-headers.ts';
import { isBatchApplied, readBatchResults } from './read-batch-results.ts';

function responseOf(json: unknown): CosmosResponse {
  return {
    body: { kind: 'bytes', bytes: encodeJson(json) },
    headers: readResponseHeaders({}),
    rawHeaders: {},
    status: cosmosStatus(207, 0),
    diagnostics: noDiagnostics,
    servingRegion: undefined,
  };
}

describe('readBatchResults', () => {
  it('answers what became of every operation, in order', () => {
    const results = readBatchResults(
      responseOf([
        { statusCode: 424, requestCharge: 0, eTag: null },
        { statusCode: 409, subStatusCode: 3301, requestCharge: 1.5, retryAfterMilliseconds: 7 },
        { statusCode: 200, eTag: '"a"', resourceBody: { id: '1' } },
      ]),
    );
    expect(results).toEqual([
      { status: cosmosStatus(424, 0), etag: undefined, requestCharge: 0, retryAfterMs: undefined, resource: undefined },
      { status: cosmosStatus(409, 3301), etag: undefined, requestCharge: 1.5, retryAfterMs: 7, resource: undefined },
      {
        status: cosmosStatus(200, 0),
        etag: '"a"',
        requestCharge: undefined,
        retryAfterMs: undefined,
        resource: { id: '1' },
      },
    ]);
    expect(isBatchApplied(results)).toBe(false);
    expect(isBatchApplied(results.slice(2))).toBe(true);
  });

  it.each([[{}], [[{}]], [[{ statusCode: 'OK' }]], [null]])('refuses %j', (json) => {
    expect(() => readBatchResults(responseOf(json))).toThrow();
  });
});
