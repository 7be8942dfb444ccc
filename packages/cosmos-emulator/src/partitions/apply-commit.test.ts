import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { change, contentOf, east, north, rangeOf, replicaIn, west } from '../../test/support/replicas.ts';
import { applyCommit } from './apply-commit.ts';
import type { Commit } from './commit.ts';
import type { Partition } from './partition.ts';
import { holdsKey, splitReplica } from './split-replica.ts';

const regions = [east, west, north];
const writes = fc.array(
  fc.record({
    region: fc.integer({ min: 0, max: 2 }),
    item: fc.integer({ min: 0, max: 5 }),
    value: fc.option(fc.nat(9), { nil: undefined }),
    second: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 30 },
);

/** Makes the writes, each in its region; what every region has to receive from the others. */
function write(list: readonly { region: number; item: number; value: number | undefined; second: number }[]) {
  const replicas = regions.map((region) => replicaIn(region, 'multi'));
  const inboxes: Commit[][] = regions.map(() => []);
  for (const { region, second, ...each } of list) {
    const commit = change(replicas[region] as Partition, each, second * 1000);
    if (commit !== undefined) for (const [index, inbox] of inboxes.entries()) if (index !== region) inbox.push(commit);
  }
  return { replicas, inboxes };
}

describe('applyCommit', () => {
  it('comes to the same content and progress in all regions, in whatever order the writes arrive', () => {
    fc.assert(
      fc.property(writes, fc.infiniteStream(fc.nat()), (list, dice) => {
        const { replicas, inboxes } = write(list);
        for (const [index, inbox] of inboxes.entries()) {
          while (inbox.length > 0) {
            const [commit] = inbox.splice(Number(dice.next().value) % inbox.length, 1);
            if (commit) applyCommit(replicas[index] as Partition, commit);
          }
        }
        const [first, ...others] = replicas as [Partition, ...Partition[]];
        for (const other of others) {
          expect(contentOf(other)).toEqual(contentOf(first));
          expect(other.lsn).toBe(first.lsn);
          expect(other.sizeBytes).toBe(first.sizeBytes);
          expect([...(other.conflicts?.regionLsns ?? [])].sort()).toEqual(
            [...(first.conflicts?.regionLsns ?? [])].sort(),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('comes to the same when partitions split while writes are on their way', () => {
    fc.assert(
      fc.property(writes, (list) => {
        const { replicas, inboxes } = write(list);
        const ranges = [rangeOf('1', '', '20', ['0']), rangeOf('2', '20', 'FF', ['0'])];
        const split = replicas.map((replica) => ranges.map((range) => splitReplica(replica, range)));
        for (const [index, inbox] of inboxes.entries()) {
          for (const commit of inbox) {
            for (const child of split[index] ?? []) {
              const own = commit.writes.filter(({ item }) => holdsKey(child, item.effectivePartitionKey));
              applyCommit(child, { ...commit, writes: own });
            }
          }
        }
        const [first, ...others] = split.map((children) => children.map((each) => [each.lsn, contentOf(each)]));
        for (const other of others) expect(other).toEqual(first);
      }),
    );
  });

  it('lets the later second win, then the write that knew of more, then the higher region', () => {
    const [one, other] = [replicaIn(east, 'multi'), replicaIn(west, 'multi')];
    const exchange = (...commits: (Commit | undefined)[]) => {
      const [fromEast, fromWest] = commits;
      if (fromWest) applyCommit(one, fromWest);
      if (fromEast) applyCommit(other, fromEast);
      expect(contentOf(other)).toEqual(contentOf(one));
      return contentOf(one);
    };
    expect(exchange(change(one, { item: 1, value: 1 }, 5000), change(other, { item: 1, value: 2 }, 4000))).toEqual([
      ['1', 1],
    ]);
    change(one, { item: 2, value: 1 }, 5000);
    expect(
      exchange(change(one, { item: 2, value: 3 }, 5000), change(other, { item: 2, value: 4 }, 5000)).at(-1),
    ).toEqual(['2', 3]);
    expect(
      exchange(change(one, { item: 3, value: 5 }, 5000), change(other, { item: 3, value: 6 }, 5000)).at(-1),
    ).toEqual(['3', 6]);
  });

  it('keeps a deleted item deleted when an older write arrives later', () => {
    const [one, other] = [replicaIn(east, 'multi'), replicaIn(west, 'multi')];
    const stale = change(other, { item: 1, value: 1 }, 1000);
    change(one, { item: 1, value: 2 }, 2000);
    change(one, { item: 1, value: undefined }, 3000);
    if (stale) applyCommit(one, stale);
    expect(contentOf(one)).toEqual([]);
    change(one, { item: 1, value: 3 }, 1000);
    expect(contentOf(one)).toEqual([['1', 3]]);
  });

  it('shares the items between replicas', () => {
    const [one, other] = [replicaIn(east), replicaIn(west)];
    const commit = change(one, { item: 1, value: 1 }, 1000);
    if (commit) applyCommit(other, commit);
    expect(other.items.get('["1"]1')).toBe(one.items.get('["1"]1'));
    expect(other.log.writes[0]).toBe(one.log.writes[0]);
  });

  it('drops replaced versions from its log, so that it grows with the items and not with the writes', () => {
    const replica = replicaIn(east);
    for (let index = 0; index < 20_000; index++) change(replica, { item: index % 3, value: 1 }, 1000);
    expect(replica.log.writes.length).toBeLessThan(10_000);
    expect(replica.log.writes.at(-1)?.lsn).toBe(20_000n);
    expect(replica.log.droppedLsn).toBeGreaterThan(0n);
  });
});
