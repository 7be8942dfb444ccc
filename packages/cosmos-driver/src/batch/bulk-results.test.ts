import { describe, expect, it } from '@jest/globals';
import { ContainerReference } from '../operation/container-reference.ts';
import { DatabaseReference } from '../operation/database-reference.ts';
import { encodeJson } from '../request/encode-json.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import type { BatchOperation } from './batch-operation.ts';
import { judgeBulkResults } from './bulk-results.ts';
import { BulkRow } from './bulk-row.ts';
import type { BatchResult } from './read-batch-results.ts';

const container = new ContainerReference(DatabaseReference.from('shop'), 'orders', {
  rid: 'kX0wAJ8vXx0=',
  partitionKey: { paths: ['/customer'], kind: 'Hash', version: 2 },
});
const kinds = {
  upsert: { kind: 'upsert', body: encodeJson({ id: '1', customer: 'ada' }) },
  increment: { kind: 'patch', id: '1', operations: [{ op: 'incr', path: '/n', value: 1 }] },
  read: { kind: 'read', id: '1' },
} as const satisfies Record<string, BatchOperation>;
type Mode = 'idempotent' | 'always' | 'never';

function judge(kind: keyof typeof kinds, code: number, subStatus = 0, mode: Mode = 'idempotent', count = 2) {
  const rows = Array.from({ length: count }, () => BulkRow.from(container, 'ada', kinds[kind]));
  const result: BatchResult = {
    status: cosmosStatus(code, subStatus),
    etag: undefined,
    requestCharge: 1,
    retryAfterMs: undefined,
    resource: undefined,
  };
  const history = { rows, isAmbiguous: false, retryAmbiguousWrites: mode };
  const [judged] = judgeBulkResults(Array(count).fill(result), history);
  return [judged?.mayRepeat, judged?.mayHaveBeenApplied];
}

describe('an operation of a bulk', () => {
  it.each([
    ['throttled', 429, 3200],
    ['crossed by another write', 449, 0],
    ['sent to a partition that has moved', 410, 1002],
    ['sent to a partition that is being split', 410, 1007],
    ['without room in the answer', 413, 3402],
  ])('that was %s may be repeated, whatever it does', (_, code, subStatus) => {
    for (const mode of ['idempotent', 'always', 'never'] as const) {
      expect(judge('increment', code, subStatus, mode)).toEqual([true, false]);
    }
  });

  it.each([200, 201, 204, 304])('that was answered with %d is done', (code) => {
    expect(judge('upsert', code)).toEqual([false, false]);
  });

  it.each([
    [400, 0],
    [404, 0],
    [409, 0],
    [412, 0],
    [413, 0],
    [424, 0],
    [429, 3092],
    [501, 0],
  ])('that was refused with %d/%d is not repeated, and was not applied', (code, subStatus) => {
    expect(judge('upsert', code, subStatus)).toEqual([false, false]);
  });

  it('that had no room in an answer of its own never will', () => {
    expect(judge('read', 413, 3402, 'idempotent', 1)).toEqual([false, false]);
  });

  it.each([408, 500, 503])(
    'that met trouble (%d) is repeated only where that is safe, and may have been applied',
    (code) => {
      expect(judge('upsert', code)).toEqual([true, true]);
      expect(judge('increment', code)).toEqual([false, true]);
      expect(judge('increment', code, 0, 'always')).toEqual([true, true]);
      expect(judge('upsert', code, 0, 'never')).toEqual([false, true]);
      expect(judge('read', code, 0, 'never')).toEqual([true, false]);
    },
  );

  it('has a result, or the answer cannot be read', () => {
    const rows = [BulkRow.from(container, 'ada', kinds.read)];
    const history = { rows, isAmbiguous: false, retryAmbiguousWrites: 'idempotent' } as const;
    expect(() => judgeBulkResults([], history)).toThrow('0 results for 1 operations');
  });
});
