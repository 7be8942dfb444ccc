import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { change, east, rangeOf, replicaIn, west } from '../../test/support/replicas.ts';
import { applyCommit } from '../partitions/apply-commit.ts';
import { isLatest } from '../partitions/change-log.ts';
import type { Partition } from '../partitions/partition.ts';
import { splitReplica } from '../partitions/split-replica.ts';
import { pageOfChanges } from './page-of-changes.ts';

const change$ = fc.record({ item: fc.nat(8), value: fc.option(fc.nat(9), { nil: undefined }) });

/** A reader that keeps what it has seen of every item, as a client does. */
class Reader {
  lsn = 0n;
  readonly seen = new Map<string, unknown[]>();
  constructor(lsn = 0n) {
    this.lsn = lsn;
  }
  readPage(replica: Partition, items: number): boolean {
    const page = pageOfChanges(replica, this.lsn, { items, bytes: 1e6 }, (write) => isLatest(write, replica.items));
    for (const { item } of page.writes) this.seen.set(item.id, [...(this.seen.get(item.id) ?? []), item]);
    this.lsn = page.lsn;
    return page.writes.length > 0;
  }
  readAll(replica: Partition, items: number): void {
    while (this.readPage(replica, items));
  }
}

describe('pageOfChanges', () => {
  it('shows the final version of every item once, after all its earlier ones, wherever pages end', () => {
    const step = fc.oneof({ weight: 4, arbitrary: change$ }, { weight: 1, arbitrary: fc.constant('read' as const) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (steps, size) => {
        const replica = replicaIn(east);
        const reader = new Reader();
        for (const each of steps) {
          if (each === 'read') reader.readPage(replica, size);
          else change(replica, each, 1000);
        }
        reader.readAll(replica, size);
        for (const item of replica.items.values()) {
          const versions = reader.seen.get(item.id) ?? [];
          expect(versions.at(-1)).toBe(item);
          expect(new Set(versions).size).toBe(versions.length);
        }
      }),
    );
  });

  it('goes on in the children of a partition that split, without loss or repetition', () => {
    fc.assert(
      fc.property(fc.array(change$), fc.array(change$), fc.nat(10), (before, after, size) => {
        const parent = replicaIn(east);
        for (const each of before) change(parent, each, 1000);
        const reader = new Reader();
        reader.readPage(parent, size + 1);
        const children = [rangeOf('1', '', '20', ['0']), rangeOf('2', '20', 'FF', ['0'])].map((range) =>
          splitReplica(parent, range),
        );
        const readers = children.map(() => new Reader(reader.lsn));
        for (const [index, child] of children.entries()) {
          for (const each of after) if (child.items.has(`["${each.item}"]${each.item}`)) change(child, each, 1000);
          readers[index]?.readAll(child, size + 1);
        }
        for (const [index, child] of children.entries()) {
          for (const item of child.items.values()) {
            const versions = [reader, ...readers].flatMap(({ seen }) => seen.get(item.id) ?? []);
            expect(versions.filter((version) => version === item)).toHaveLength(1);
            expect((readers[index]?.seen.get(item.id) ?? reader.seen.get(item.id))?.at(-1)).toBe(item);
          }
        }
      }),
    );
  });

  it('shows what other regions wrote, though their numbers be lower', () => {
    const [one, other] = [replicaIn(east, 'multi'), replicaIn(west, 'multi')];
    for (let item = 0; item < 5; item++) change(one, { item, value: 1 }, 1000);
    const reader = new Reader();
    reader.readAll(one, 10);
    const late = change(other, { item: 9, value: 1 }, 1000);
    if (late) applyCommit(one, late);
    reader.readAll(one, 10);
    expect(reader.seen.get('9')).toHaveLength(1);
  });

  it('keeps the writes of one commit together', () => {
    const replica = replicaIn(east);
    const [one, other] = [0, 1].map((item) => change(replicaIn(west), { item, value: 1 }, 1000)?.writes ?? []);
    applyCommit(replica, { region: east, rangeId: '0', writes: [...(one ?? []), ...(other ?? [])] });
    change(replica, { item: 2, value: 1 }, 1000);
    const page = pageOfChanges(replica, 0n, { items: 1, bytes: 1e6 }, () => true);
    expect([page.writes.length, page.lsn]).toEqual([2, 1n]);
  });
});
