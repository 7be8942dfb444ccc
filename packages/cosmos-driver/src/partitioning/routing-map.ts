import { canonicalEffectivePartitionKey } from '@perdura/cosmos-protocol';
import { areTiling, compareRanges, type KeyRange, wholeSpace } from './key-range.ts';
import type { PartitionRange } from './partition-range.ts';

/** Which physical partition holds which keys; replaced, never changed. */
export interface RoutingMap {
  /** The partitions in the order of their keys; they cover the space without hole or overlap. */
  readonly ranges: readonly PartitionRange[];
  /** First key of each partition, without insignificant zeros, so that plain comparison finds it. */
  readonly starts: readonly string[];
  /** Ids of partitions that are gone, split or merged. */
  readonly goneIds: ReadonlySet<string>;
}

/** A map of no partition: what the first answer of the service is merged into. */
const emptyRoutingMap: RoutingMap = Object.freeze({ ranges: [], starts: [], goneIds: new Set<string>() });

/**
 * Makes a map of all partitions.
 *
 * @returns `undefined` when they leave a hole or overlap: not all of them are known yet.
 */
export function buildRoutingMap(ranges: readonly PartitionRange[]): RoutingMap | undefined {
  return mergeRoutingMap(emptyRoutingMap, ranges);
}

/**
 * The map after partitions were added. What one of them names as its parent is gone; a partition of the same id is replaced.
 *
 * @returns The same map when there is nothing new; `undefined` when the result leaves a hole or overlaps.
 */
export function mergeRoutingMap(map: RoutingMap, changes: readonly PartitionRange[]): RoutingMap | undefined {
  if (changes.length === 0) return map.ranges.length > 0 ? map : undefined;
  const goneIds = new Set(map.goneIds);
  for (const { parents } of changes) for (const parent of parents) goneIds.add(parent);
  const byId = new Map([...map.ranges, ...changes].map((range) => [range.id, range]));
  const ranges = [...byId.values()].filter(({ id }) => !goneIds.has(id)).sort(compareRanges);
  if (!areTiling(ranges, wholeSpace)) return undefined;
  const starts = ranges.map(({ min }) => canonicalEffectivePartitionKey(min));
  return Object.freeze({ ranges: Object.freeze(ranges), starts, goneIds });
}

/** The partition that holds a key. */
export function partitionAt(map: RoutingMap, key: string): PartitionRange {
  const found = map.ranges[indexAt(map, canonicalEffectivePartitionKey(key))];
  if (found === undefined) throw new RangeError('A routing map holds at least one partition.');
  return found;
}

/** The partitions that hold some of a range, in order. */
export function partitionsWithin(map: RoutingMap, { min, max }: KeyRange): readonly PartitionRange[] {
  const end = canonicalEffectivePartitionKey(max);
  const first = indexAt(map, canonicalEffectivePartitionKey(min));
  let last = first + 1;
  while (last < map.ranges.length && (map.starts[last] ?? '') < end) last++;
  return map.ranges.slice(first, last);
}

/** Index of the last partition that does not start behind a key. */
function indexAt({ starts }: RoutingMap, key: string): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? '') <= key) low = middle;
    else high = middle;
  }
  return low;
}
