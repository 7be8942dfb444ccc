import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import type { Partition } from './partition.ts';

/**
 * The partition that holds an effective partition key.
 *
 * @param partitions  By ascending lower bound, covering the whole space.
 */
export function findPartition(partitions: readonly Partition[], effectivePartitionKey: string): Partition {
  let low = 0;
  let high = partitions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    const lowerBound = partitions[middle]?.minInclusive ?? 'FF';
    if (compareEffectivePartitionKeys(lowerBound, effectivePartitionKey) <= 0) low = middle;
    else high = middle - 1;
  }
  const found = partitions[low];
  if (found === undefined) throw new RangeError('A container has at least one partition.');
  return found;
}
