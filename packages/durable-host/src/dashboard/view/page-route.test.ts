import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { listQuery, noFilter, type PageRoute, readHash, writeHash } from './page-route.ts';

const time = fc.integer({ min: 0, max: 4e12 });
const filter = fc.record(
  {
    statuses: fc.subarray(['Pending', 'Running', 'Failed']),
    prefix: fc.string(),
    name: fc.string(),
    fromMs: time,
    toMs: time,
    withoutChildren: fc.constant(true as const),
  },
  { requiredKeys: ['statuses', 'prefix', 'name'] },
);
const text = fc.string({ minLength: 1, unit: 'grapheme' });
const route: fc.Arbitrary<PageRoute> = fc.oneof(
  fc.record({ kind: fc.constant('instances' as const), filter, before: text }, { requiredKeys: ['kind', 'filter'] }),
  fc.record({ kind: fc.constant('instance' as const), id: text }),
  fc.record({ kind: fc.constant('entities' as const), name: text }),
  fc.record({ kind: fc.constant('entity' as const), name: text, key: fc.string() }),
);

describe('addresses of the page', () => {
  it('lead back to where they were made', async () => {
    await fc.assert(fc.property(route, (place) => expect(readHash(writeHash(place))).toEqual({ route: place })));
  });

  it('may carry a key, which is told apart', () => {
    const list = { kind: 'instances', filter: noFilter };
    expect(readHash('#code=a%2Bb')).toEqual({ route: list, code: 'a+b' });
    expect(readHash('#/instances/o%2F1?code=k')).toEqual({ route: { kind: 'instance', id: 'o/1' }, code: 'k' });
    expect(readHash('#/instances/x')).not.toHaveProperty('code');
  });

  it('lead to the list when they lead nowhere', () => {
    for (const hash of ['', '#', '#/', '#/nowhere/at/all', '#/instances/', '#/instances?from=x']) {
      expect(readHash(hash)).toEqual({ route: { kind: 'instances', filter: noFilter } });
    }
    expect(readHash('#/instances/%E0%A4')).toEqual({ route: { kind: 'instance', id: '%E0%A4' } });
  });
});

describe('listQuery', () => {
  it('asks for what the filter says, times in UTC', () => {
    const from = Date.UTC(2026, 0, 2);
    const query = listQuery({ statuses: ['Failed', 'Running'], prefix: 'a&b', name: 'order', fromMs: from }, 't0');
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      runtimeStatus: 'Failed,Running',
      instanceIdPrefix: 'a&b',
      name: 'order',
      createdTimeFrom: '2026-01-02T00:00:00.000Z',
      before: 't0',
    });
    expect(listQuery({ ...noFilter, withoutChildren: true }, undefined)).toBe('?withoutChildren=true');
    expect(listQuery(noFilter, undefined)).toBe('');
  });
});
