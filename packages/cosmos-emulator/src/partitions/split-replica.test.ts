import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { change, contentOf, east, keyOf, rangeOf, replicaIn } from '../../test/support/replicas.ts';
import type { Partition } from './partition.ts';
import { holdsKey, mergeReplicas, splitReplica } from './split-replica.ts';

const changes = fc.array(
  fc.record({ item: fc.integer({ min: 0, max: 30 }), value: fc.option(fc.nat(9), { nil: undefined }) }),
);
const middle = fc
  .integer({ min: 1, max: 62 })
  .map(keyOf)
  .filter((key) => key > '01');

function split(parent: Partition, at: string): readonly [Partition, Partition] {
  return [splitReplica(parent, rangeOf('1', '', at, ['0'])), splitReplica(parent, rangeOf('2', at, 'FF', ['0']))];
}

function written(list: readonly { item: number; value: number | undefined }[]): Partition {
  const replica = replicaIn(east);
  for (const each of list) change(replica, each, 1000);
  return replica;
}

describe('splitReplica', () => {
  it('puts every item and every write into the one child whose range holds it', () => {
    fc.assert(
      fc.property(changes, middle, (list, at) => {
        const parent = written(list);
        const children = split(parent, at);
        expect(contentOf(...children)).toEqual(contentOf(parent));
        for (const child of children) {
          expect([...child.items.values()].every((item) => holdsKey(child, item.effectivePartitionKey))).toBe(true);
          expect(child.lsn).toBe(parent.lsn + 1n);
          expect(child.sessionVersion).toBe(parent.sessionVersion);
        }
        expect(children.reduce((sum, { log }) => sum + log.writes.length, 0)).toBe(parent.log.writes.length);
        expect(children.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(parent.sizeBytes);
      }),
    );
  });

  it('leaves the children apart: a write to one is not seen in the other', () => {
    const parent = written([{ item: 1, value: 1 }]);
    const [lower, upper] = split(parent, '20');
    change(lower, { item: 2, value: 5 }, 1000);
    expect(contentOf(upper)).toEqual([]);
    expect(contentOf(parent)).toEqual([['1', 1]]);
  });
});

describe('mergeReplicas', () => {
  it('undoes a split, as far as content and order go', () => {
    fc.assert(
      fc.property(changes, middle, (list, at) => {
        const parent = written(list);
        const merged = mergeReplicas(...split(parent, at), rangeOf('3', '', 'FF', ['0', '1', '2']));
        expect(contentOf(merged)).toEqual(contentOf(parent));
        expect(merged.sizeBytes).toBe(parent.sizeBytes);
        expect(merged.log.writes).toEqual(parent.log.writes);
        expect(merged.lsn).toBeGreaterThan(parent.lsn);
        expect(merged.sessionVersion).toBe(parent.sessionVersion + 1n);
      }),
    );
  });
});
