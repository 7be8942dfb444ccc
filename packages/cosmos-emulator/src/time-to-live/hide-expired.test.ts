import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { change, contentOf, east, rangeOf, replicaIn, west } from '../../test/support/replicas.ts';
import { copyReplica } from '../partitions/copy-replica.ts';
import type { Partition } from '../partitions/partition.ts';
import { mergeReplicas, splitReplica } from '../partitions/split-replica.ts';
import { buildUniqueIndex } from '../unique-keys/unique-index.ts';
import { uniqueIndexOf } from '../unique-keys/unique-index-of.ts';
import { hideExpired } from './hide-expired.ts';

const ids = ({ items }: Partition) => [...items.values()].map(({ id }) => id);

describe('hideExpired', () => {
  it('goes by the default of now, for what was stored before it changed', () => {
    const replica = replicaIn(east);
    change(replica, { item: 1, value: 1 }, 0);
    change(replica, { item: 2, value: 2, ttl: 5 }, 0);
    hideExpired(replica, 100, 4000);
    expect(ids(replica)).toEqual(['1', '2']);
    hideExpired(replica, -1, 5000);
    expect(ids(replica)).toEqual(['1']);
    hideExpired(replica, 6, 5999);
    expect(ids(replica)).toEqual(['1']);
    hideExpired(replica, 6, 6000);
    expect([ids(replica), [...replica.expiry.hidden.values()].map(({ id }) => id)]).toEqual([[], ['2', '1']]);
  });

  it('takes what is hidden out of size and unique keys', () => {
    const replica = replicaIn(east);
    change(replica, { item: 1, value: 1, customer: 'ada' }, 0);
    change(replica, { item: 2, value: 2, customer: 'ada' }, 3000);
    const uniqueKeys = [[['value']]];
    uniqueIndexOf(replica, uniqueKeys);
    hideExpired(replica, 3, 3000);
    expect([replica.sizeBytes, ids(replica)]).toEqual([2, ['2']]);
    expect(replica.uniqueIndex).toEqual(buildUniqueIndex(replica.items.values(), uniqueKeys));
  });

  it('remembers what is hidden in what a replica splits into, merges into and is copied to', () => {
    const replica = replicaIn(east);
    for (const item of [1, 2, 9]) change(replica, { item, value: 1 }, 0);
    hideExpired(replica, 3, 3000);
    const hiddenIn = ({ expiry }: Partition) => [...expiry.hidden.values()].map(({ id }) => id);
    const lower = splitReplica(replica, rangeOf('1', '', '0A', ['0']));
    const upper = splitReplica(replica, rangeOf('2', '0A', 'FF', ['0']));
    expect([lower, upper].map(hiddenIn)).toEqual([['1'], ['2', '9']]);
    expect(hiddenIn(mergeReplicas(lower, upper, rangeOf('3', '', 'FF')))).toEqual(['1', '2', '9']);
    const copy = copyReplica(replica, west);
    change(replica, { item: 1, value: 2 }, 4000);
    expect([hiddenIn(replica), hiddenIn(copy)]).toEqual([
      ['2', '9'],
      ['1', '2', '9'],
    ]);
  });

  it('lets the next write beat what is hidden, even if the clock went back', () => {
    const replica = replicaIn(east, 'multi');
    change(replica, { item: 1, value: 1 }, 10_000);
    hideExpired(replica, 3, 13_000);
    change(replica, { item: 1, value: 2 }, 5000);
    expect(contentOf(replica)).toEqual([['1', 2]]);
  });

  it('shows the same as a look at every item, whatever was written, split and merged before', () => {
    const step = fc.record({
      item: fc.nat(4),
      value: fc.option(fc.nat(3), { nil: undefined }),
      ttl: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
      passS: fc.nat(3),
      kind: fc.constantFrom('write', 'write', 'write', 'split and merge'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let replica = replicaIn(east);
        let nowS = 0;
        const endsS = new Map<number, number>();
        for (const { item, value, ttl, passS, kind } of steps) {
          nowS += passS;
          hideExpired(replica, 4, nowS * 1000);
          if (kind === 'write') {
            change(replica, { item, value, ttl }, nowS * 1000);
            endsS.set(item, value === undefined ? 0 : nowS + (ttl ?? 4));
          } else {
            const lower = splitReplica(replica, rangeOf('1', '', '20', ['0']));
            const upper = splitReplica(replica, rangeOf('2', '20', 'FF', ['0']));
            if (nowS % 2 === 0) hideExpired(lower, 5, nowS * 1000);
            replica = mergeReplicas(lower, upper, rangeOf('3', '', 'FF'));
          }
          hideExpired(replica, 4, nowS * 1000);
          const expected = [...endsS].filter(([, endS]) => endS > nowS).map(([id]) => String(id));
          expect(contentOf(replica).map(([id]) => id)).toEqual(expected.sort());
        }
      }),
      { numRuns: 300 },
    );
  });
});
