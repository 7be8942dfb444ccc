import { describe, expect, it } from '@jest/globals';
import { change, contentOf, east, replicaIn, west } from '../../test/support/replicas.ts';
import { applyCommit } from './apply-commit.ts';
import { addTombstone, mergeTombstones, noTombstones } from './tombstones.ts';

const dayS = 24 * 60 * 60;

describe('tombstones', () => {
  it('stay for a day, and do not grow for ever', () => {
    const tombstones = noTombstones();
    const add = (index: number, deletedAtS: number) =>
      addTombstone(tombstones, String(index), { timestampS: 0, version: 1, regionId: 1, deletedAtS });
    for (let index = 0; index < 1000; index++) add(index, 0);
    for (let index = 1000; index < 1024; index++) add(index, 1);
    add(1024, dayS + 1);
    expect(tombstones.byKey.has('999')).toBe(false);
    expect(tombstones.byKey.has('1000')).toBe(true);
    for (let index = 0; index < 100_000; index++) add(index, dayS * index);
    expect(tombstones.byKey.size).toBeLessThan(2000);
  });

  it('of two replicas are kept by what they become together', () => {
    const [left, right] = [noTombstones(), noTombstones()];
    const tombstone = { timestampS: 0, version: 1, regionId: 1, deletedAtS: 0 };
    addTombstone(left, 'a', tombstone);
    addTombstone(right, 'b', tombstone);
    expect([...mergeTombstones(left, right).byKey.keys()]).toEqual(['a', 'b']);
  });

  it('of the halves of a partition are the later ones, on whichever side an item was deleted again', () => {
    const earlier = { timestampS: 1, version: 2, regionId: 1, deletedAtS: 1 };
    const later = { timestampS: 5, version: 4, regionId: 1, deletedAtS: 5 };
    const [stale, current] = [noTombstones(), noTombstones()];
    addTombstone(stale, 'a', earlier);
    addTombstone(current, 'a', later);
    expect(mergeTombstones(current, stale).byKey.get('a')).toBe(later);
    expect(mergeTombstones(stale, current).byKey.get('a')).toBe(later);
  });

  it('stay in a replica as long as an older write may arrive, and go with the delete of another day', () => {
    const [one, other] = [replicaIn(east, 'multi'), replicaIn(west, 'multi')];
    const stale = change(other, { item: 1, value: 1 }, 1000);
    change(one, { item: 1, value: 2 }, 2000);
    change(one, { item: 1, value: undefined }, 3000);
    for (let index = 2; index < 1500; index++) {
      change(one, { item: index, value: 1 }, 4000);
      change(one, { item: index, value: undefined }, 5000);
    }
    if (stale) applyCommit(one, stale);
    expect(contentOf(one)).toEqual([]);
    expect(one.conflicts?.tombstones.byKey.size).toBe(1499);
    for (let index = 2; index < 5000; index++) {
      change(one, { item: index, value: 1 }, 4000 + 2 * dayS * 1000);
      change(one, { item: index, value: undefined }, 5000 + 2 * dayS * 1000);
    }
    expect(one.conflicts?.tombstones.byKey.has('["1"]1')).toBe(false);
  });
});
