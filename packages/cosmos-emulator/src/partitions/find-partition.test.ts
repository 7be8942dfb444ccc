import { describe, expect, it } from '@jest/globals';
import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import fc from 'fast-check';
import { createAccountStore } from '../account/account-store.ts';
import { resolveEmulatorOptions } from '../options/emulator-options.ts';
import { createPartitions } from './create-partitions.ts';
import { emptyReplica } from './empty-replica.ts';
import { findPartition } from './find-partition.ts';
import type { Partition } from './partition.ts';

function partitionsOf(count: number): readonly Partition[] {
  return createPartitions({
    count,
    definition: { paths: ['/pk'], kind: 'Hash', version: 2 },
    owner: { databaseNumber: 1, number: 1, self: 'dbs/x/colls/y/' },
    store: createAccountStore(resolveEmulatorOptions({ seed: 1 })),
    nowMs: 0,
  }).map((range) => emptyReplica(range, { id: 1, name: 'East US', key: 'eastus' }, 'single', 0));
}

describe('findPartition', () => {
  it('finds the one partition whose range holds the key', () => {
    const key = fc.bigInt(0n, (1n << 126n) - 1n).map((value) => value.toString(16).toUpperCase().padStart(32, '0'));
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: 20 }), (position, count) => {
        const partitions = partitionsOf(count);
        const holders = partitions.filter(
          ({ minInclusive, maxExclusive }) =>
            compareEffectivePartitionKeys(minInclusive, position) <= 0 &&
            compareEffectivePartitionKeys(position, maxExclusive) < 0,
        );
        expect(holders).toEqual([findPartition(partitions, position)]);
      }),
    );
  });
});

describe('createPartitions', () => {
  it('covers the hash space without holes', () => {
    const partitions = partitionsOf(5);
    expect(partitions[0]?.minInclusive).toBe('');
    expect(partitions.at(-1)?.maxExclusive).toBe('FF');
    for (const [index, { maxExclusive }] of partitions.slice(0, -1).entries()) {
      expect(partitions[index + 1]?.minInclusive).toBe(maxExclusive);
    }
  });
});
