import { FeedRange } from '@perdura/cosmos-driver';

/**
 * The parts of a range that lie in different partitions, in their order.
 *
 * @param partitions  The container's partitions; together they hold everything.
 */
export function partsOfRange(range: FeedRange, partitions: readonly FeedRange[]): readonly FeedRange[] {
  return partitions
    .filter((partition) => partition.overlaps(range))
    .map((partition) => FeedRange.fromKeys(laterOf(partition.min, range.min), earlierOf(partition.max, range.max)))
    .sort((left, right) => (left.min < right.min ? -1 : 1));
}

function laterOf(left: string, right: string): string {
  return left < right ? right : left;
}

function earlierOf(left: string, right: string): string {
  return left < right ? left : right;
}
