import { compareEffectivePartitionKeys, type PartitionKeyDefinition, splitHashSpace } from '@perdura/cosmos-protocol';
import type { Partition } from './partition.ts';
import { holdsKey } from './split-replica.ts';

/** How finely the hash space is looked through for the middle of a range without items. */
const parts = 4096;

/**
 * Where a partition splits into halves: between its items if they have several partition keys, else in the middle of its range.
 *
 * @returns The first effective partition key of the upper half; `undefined` when the range is too narrow to find one.
 */
export function middleOfPartition(partition: Partition, definition: PartitionKeyDefinition): string | undefined {
  const keys = [...partition.items.values()].map((item) => item.effectivePartitionKey);
  keys.sort(compareEffectivePartitionKeys);
  const median = keys[keys.length >>> 1];
  const upper = median === keys[0] ? keys.find((key) => key !== median) : median;
  if (upper !== undefined) return upper;
  const inner = splitHashSpace(parts, definition).filter(
    (bound) => holdsKey(partition, bound) && compareEffectivePartitionKeys(bound, partition.minInclusive) > 0,
  );
  return inner[inner.length >>> 1];
}
