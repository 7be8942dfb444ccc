import { describe, expect, it } from '@jest/globals';
import { readResponseHeaders } from './response-headers.ts';

describe('readResponseHeaders', () => {
  it('reads numbers, texts and base64', () => {
    expect(
      readResponseHeaders({
        'x-ms-request-charge': '2.83',
        'x-ms-item-count': '3',
        'x-ms-substatus': '1002',
        'x-ms-retry-after-ms': '12',
        'x-ms-request-duration-ms': '1.5',
        'x-ms-cosmos-index-utilization': Buffer.from('{"ü":1}').toString('base64'),
        'x-ms-cosmos-physical-partition-id': '7',
        'x-ms-cosmos-is-partition-key-delete-pending': 'False',
        'x-ms-cosmos-conflict-resolved-timestamp': '1700000000',
        lsn: '9223372036854775807',
        etag: '"a"',
      }),
    ).toMatchObject({
      requestCharge: 2.83,
      itemCount: 3,
      subStatus: 1002,
      retryAfterMs: 12,
      serverDurationMs: 1.5,
      indexMetrics: '{"ü":1}',
      lsn: '9223372036854775807',
      etag: '"a"',
      continuation: undefined,
      physicalPartitionId: '7',
      isPartitionKeyDeletePending: false,
      conflictResolvedTimestamp: '1700000000',
    });
  });

  it.each(['', 'many', 'Infinity', '-1', 'NaN'])('takes the number "%s" for absent', (text) => {
    expect(readResponseHeaders({ 'x-ms-request-charge': text }).requestCharge).toBeUndefined();
  });

  it.each<[string, boolean | undefined]>([
    ['True', true],
    ['false', false],
    ['TRUE', true],
    ['1', undefined],
    ['', undefined],
  ])('reads the boolean "%s" as %p', (text, expected) => {
    expect(readResponseHeaders({ 'x-ms-offer-replace-pending': text }).isOfferReplacePending).toBe(expected);
  });

  it('reads what a stored procedure logged, and takes what is no percent-encoding for absent', () => {
    expect(readResponseHeaders({ 'x-ms-documentdb-script-log-results': 'a%20%C3%BC' }).scriptLog).toBe('a ü');
    expect(readResponseHeaders({ 'x-ms-documentdb-script-log-results': '%' }).scriptLog).toBeUndefined();
  });

  it('takes index metrics that are not base64, or not UTF-8, for absent', () => {
    for (const text of ['%%%', '/w==']) {
      expect(readResponseHeaders({ 'x-ms-cosmos-index-utilization': text }).indexMetrics).toBeUndefined();
    }
  });
});
