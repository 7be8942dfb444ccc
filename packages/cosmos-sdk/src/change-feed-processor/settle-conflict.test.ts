import { describe, expect, it } from '@jest/globals';
import { FeedRange } from '@perdura/cosmos-driver';
import type { Lease } from './lease.ts';
import { settleConflict } from './settle-conflict.ts';

const held: Lease = {
  id: 'a',
  range: FeedRange.full(),
  continuation: 'mine',
  owner: 'me',
  term: '1',
  wantedBy: undefined,
  durationMs: 1000,
  children: undefined,
  etag: '"1"',
  writtenAtMs: 0,
};

describe('settleConflict', () => {
  it('goes on when somebody asked for the lease, or a write took place after all', () => {
    const asked = { ...held, etag: '"2"', wantedBy: 'you', continuation: 'as it was' };
    expect(settleConflict(held, asked)).toEqual({ ...held, etag: '"2"', wantedBy: 'you' });
  });

  it.each<[string, Partial<Lease> | undefined]>([
    ['another has it', { owner: 'you', term: '2' }],
    ['nobody has it', { owner: undefined, term: undefined }],
    ['it was taken again under the same name', { term: '2' }],
    ['it was replaced', { children: [] }],
    ['it is gone', undefined],
  ])('gives up when %s', (_, change) => {
    expect(settleConflict(held, change && { ...held, etag: '"2"', ...change })).toBeUndefined();
  });
});
