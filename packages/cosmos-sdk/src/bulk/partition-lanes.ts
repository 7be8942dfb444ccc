import { compareEffectivePartitionKeys, type FeedRange } from '@perdura/cosmos-driver';
import { emptyLane, openLane, type PartitionLane } from './partition-lane.ts';
import type { QueuedOperation } from './queued-operation.ts';

/** The lane that leads to a key. @param lanes  In the order of their ranges, without a hole. */
export function laneTo(lanes: readonly PartitionLane[], effectivePartitionKey: string): PartitionLane {
  let low = 0;
  let high = lanes.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    const start = lanes[middle]?.range.min ?? '';
    if (compareEffectivePartitionKeys(start, effectivePartitionKey) <= 0) low = middle;
    else high = middle;
  }
  const lane = lanes[low];
  if (lane === undefined) throw new RangeError('A container has at least one partition.');
  return lane;
}

/** Lanes for partitions that were split or merged. */
export interface MovedLanes {
  readonly lanes: readonly PartitionLane[];
  /** What was queued on lanes that are no more. */
  readonly stranded: readonly QueuedOperation[];
}

/** Keeps the lanes of partitions that are still there, with what is known of them, and opens new ones. */
export function moveLanes(lanes: readonly PartitionLane[], ranges: readonly FeedRange[]): MovedLanes {
  const kept = new Set<PartitionLane>();
  const moved = ranges.map((range) => {
    const known = lanes.find((lane) => lane.range.equals(range));
    if (known === undefined) return openLane(range);
    kept.add(known);
    return known;
  });
  return { lanes: moved, stranded: lanes.filter((lane) => !kept.has(lane)).flatMap(emptyLane) };
}
