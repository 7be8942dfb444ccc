import { describe, expect, it } from '@jest/globals';
import { FeedRange } from '@perdura/cosmos-driver';
import { leaseDocument, leaseId, planDocument, planId, readLease, readPlan } from './lease-document.ts';

const family = { processorName: 'mail', containerRid: 'kX0wAJ8vXx0=' };
const range = FeedRange.fromKeys('', '80');
const lease = {
  id: leaseId(family, range),
  range,
  continuation: 'c1.x',
  owner: 'me',
  term: '1',
  wantedBy: undefined,
  durationMs: 1000,
  children: [{ range, continuation: undefined }],
};
const ofService = { _etag: '"1"', _ts: 7 };

describe('lease documents', () => {
  it('are read as they were written', () => {
    const document = JSON.parse(JSON.stringify(leaseDocument(family, lease)));
    expect(readLease({ ...document, ...ofService })).toEqual({ ...lease, etag: '"1"', writtenAtMs: 7000 });
    const plan = { mode: 'latest-version', startFrom: 'beginning', starts: [{ range, continuation: 'c1.y' }] } as const;
    expect(readPlan(JSON.parse(JSON.stringify(planDocument(family, plan))))).toEqual(plan);
  });

  it('are found by processor and container, in a container by /id or /partitionKey', () => {
    expect(leaseDocument(family, lease)).toMatchObject({
      id: 'perdura.mail.kX0wAJ8vXx0=.lease.-80',
      partitionKey: 'perdura.mail.kX0wAJ8vXx0=',
      kind: 'lease',
      version: 1,
    });
    expect(planId(family)).toBe('perdura.mail.kX0wAJ8vXx0=.plan');
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['another kind', { kind: 'plan', version: 1 }],
    ['a newer version', { version: 2 }],
    ['no ETag', { _etag: undefined }],
    ['an owner that is no name', { owner: 7 }],
    ['no range', { range: undefined }],
    ['a range that is none', { range: 'all' }],
    ['a duration that is none', { durationMs: '1000' }],
    ['children that are no list', { children: {} }],
    ['a child without range', { children: [{}] }],
  ])('are refused with %s', (_, change) => {
    const document = { ...leaseDocument(family, lease), ...ofService };
    const odd = change === undefined ? undefined : { ...document, ...(change as object) };
    expect(() => readLease(odd)).toThrow(expect.objectContaining({ code: 'invalid-response' }));
  });

  it.each<[string, object]>([
    ['an unknown mode', { mode: 'newest' }],
    ['no start', { startFrom: undefined }],
    ['a start that is no time', { startFrom: 'yesterday' }],
    ['no leases', { starts: undefined }],
  ])('of plans are refused with %s', (_, change) => {
    const plan = planDocument(family, { mode: 'latest-version', startFrom: 'beginning', starts: [] });
    expect(() => readPlan({ ...plan, ...change })).toThrow(expect.objectContaining({ code: 'invalid-response' }));
  });
});
