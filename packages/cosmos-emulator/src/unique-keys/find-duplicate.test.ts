import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { change, contentOf, east, rangeOf, replicaIn, west, writeOf } from '../../test/support/replicas.ts';
import { applyCommit } from '../partitions/apply-commit.ts';
import { copyReplica } from '../partitions/copy-replica.ts';
import type { ItemWrite } from '../partitions/item-write.ts';
import type { Partition } from '../partitions/partition.ts';
import { mergeReplicas, splitReplica } from '../partitions/split-replica.ts';
import { findDuplicate } from './find-duplicate.ts';
import { buildUniqueIndex, type UniqueIndex } from './unique-index.ts';
import { uniqueIndexOf } from './unique-index-of.ts';

const uniqueKeys = [[['value']]];
const itemChange = fc.record({
  item: fc.integer({ min: 0, max: 5 }),
  value: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  customer: fc.constantFrom('ada', 'bob'),
});

/** What matters of an index, whatever the order it came in. */
function entriesOf({ holders, contested }: UniqueIndex): unknown {
  const several = [...contested].map(([text, keys]) => [text, [...keys].sort()]);
  const sole = [...holders].filter(([text]) => !contested.has(text));
  return [sole.sort(), several.sort()];
}

function expectIndexToBeRight(...partitions: readonly Partition[]): void {
  for (const partition of partitions) {
    const rebuilt = buildUniqueIndex(partition.items.values(), uniqueKeys);
    expect(entriesOf(uniqueIndexOf(partition, uniqueKeys))).toEqual(entriesOf(rebuilt));
  }
}

/** Whether a list of changes would give two items of a customer one value, found out by carrying it out on a plain map. */
function breaksRule(
  partition: Partition,
  list: readonly { item: number; value: number | undefined; customer: string }[],
) {
  const values = new Map([...partition.items].map(([key, { document }]) => [key, document.value]));
  return list.some(({ item, value, customer }) => {
    const prefix = `["${customer}"]`;
    if (value === undefined) values.delete(`${prefix}${item}`);
    else values.set(`${prefix}${item}`, value);
    const own = [...values].filter(([key]) => key.startsWith(prefix)).map(([, each]) => each);
    return new Set(own).size < own.length;
  });
}

describe('findDuplicate', () => {
  it('agrees with a plain map about single writes, and keeps the index right', () => {
    fc.assert(
      fc.property(fc.array(itemChange, { maxLength: 40 }), (list) => {
        const replica = replicaIn(east);
        for (const each of list) {
          const write = writeOf(replica, each, 1000);
          if (write === undefined) continue;
          const found = findDuplicate(replica, uniqueKeys, [write]);
          expect(found !== undefined).toBe(breaksRule(replica, [each]));
          if (found === undefined) change(replica, each, 1000);
          expectIndexToBeRight(replica);
        }
      }),
    );
  });

  it('agrees with a plain map about several writes of one commit, each seeing those before it', () => {
    fc.assert(
      fc.property(fc.array(itemChange, { maxLength: 8 }), fc.array(itemChange, { maxLength: 12 }), (first, list) => {
        const replica = replicaIn(east);
        for (const each of first) if (!breaksRule(replica, [each])) change(replica, each, 1000);
        const shadow: Partition = { ...replica, items: new Map(replica.items), uniqueIndex: undefined };
        const writes: ItemWrite[] = [];
        const done: typeof list = [];
        for (const each of list) {
          const write = writeOf(shadow, each, 1000);
          if (write === undefined) continue;
          writes.push(write);
          done.push(each);
          shadow.items.set(write.item.key, write.item);
          if (write.kind === 'delete') shadow.items.delete(write.item.key);
        }
        const found = findDuplicate(replica, uniqueKeys, writes);
        const firstWrong = done.findIndex((_, index) => breaksRule(replica, done.slice(0, index + 1)));
        expect(found === undefined ? -1 : writes.indexOf(found)).toBe(firstWrong);
        if (found !== undefined) return;
        if (writes.length > 0) applyCommit(replica, { region: east, rangeId: '0', writes });
        expectIndexToBeRight(replica);
        expect(contentOf(replica)).toEqual(contentOf(shadow));
      }),
      { numRuns: 500 },
    );
  });

  it('lets a later write of a commit take what an earlier one set free, and nothing else', () => {
    const replica = replicaIn(east);
    change(replica, { item: 1, value: 7, customer: 'ada' }, 1000);
    const removal = writeOf(replica, { item: 1, value: undefined, customer: 'ada' }, 1000);
    const taking = writeOf(replica, { item: 2, value: 7, customer: 'ada' }, 1000);
    const again = writeOf(replica, { item: 3, value: 7, customer: 'ada' }, 1000);
    if (!removal || !taking || !again) throw new Error('There is something to write.');
    expect(findDuplicate(replica, uniqueKeys, [removal, taking])).toBeUndefined();
    expect(findDuplicate(replica, uniqueKeys, [taking, removal])).toBe(taking);
    expect(findDuplicate(replica, uniqueKeys, [removal, taking, again])).toBe(again);
  });

  it('is not changed by what happens to a copy of the replica', () => {
    const replica = replicaIn(east);
    change(replica, { item: 1, value: 7, customer: 'ada' }, 1000);
    uniqueIndexOf(replica, uniqueKeys);
    const copy = copyReplica(replica, west);
    change(copy, { item: 1, value: 8, customer: 'ada' }, 1000);
    expectIndexToBeRight(replica, copy);
  });

  it('sees through splits and merges', () => {
    const changes = fc.array(itemChange, { maxLength: 30 });
    fc.assert(
      fc.property(changes, changes, (before, after) => {
        const parent = replicaIn(east);
        for (const each of before) if (!breaksRule(parent, [each])) change(parent, each, 1000);
        uniqueIndexOf(parent, uniqueKeys);
        const lower = splitReplica(parent, rangeOf('1', '', '20', ['0']));
        const upper = splitReplica(parent, rangeOf('2', '20', 'FF', ['0']));
        expectIndexToBeRight(lower, upper);
        const merged = mergeReplicas(lower, upper, rangeOf('3', '', 'FF', ['0', '1', '2']));
        uniqueIndexOf(merged, uniqueKeys);
        for (const each of after) change(merged, each, 1000);
        expectIndexToBeRight(lower, upper, merged, parent);
      }),
    );
  });
});
