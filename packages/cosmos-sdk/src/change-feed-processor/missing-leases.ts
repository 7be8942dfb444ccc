import type { FeedRange } from '@perdura/cosmos-driver';
import { type Lease, type LeaseStart, leasesInUse, leaseToken } from './lease.ts';

/**
 * The leases that were decided on, by the plan or by splits, and are not there yet: whoever decided may not have come further.
 *
 * One whose whole part others have was there and replaced, and its document was deleted since: made anew, it would begin where it once
 * began, beside those.
 */
export function missingLeases(planned: readonly LeaseStart[], leases: readonly Lease[]): readonly LeaseStart[] {
  const known = new Set(leases.map(({ range }) => leaseToken(range)));
  const pieces = leases.flatMap(({ children = [] }) => children);
  const inUse = rangesInOrder(leasesInUse(leases));
  const decided = rangesInOrder([...leasesInUse(leases), ...pieces]);
  return [
    ...planned.filter(({ range }) => !isCovered(range, decided)),
    ...pieces.filter(({ range }) => !isCovered(range, inUse)),
  ].filter(({ range }) => !known.has(leaseToken(range)));
}

function rangesInOrder(starts: readonly LeaseStart[]): readonly FeedRange[] {
  return starts.map(({ range }) => range).sort((left, right) => (left.min < right.min ? -1 : 1));
}

function isCovered({ min, max }: FeedRange, inOrder: readonly FeedRange[]): boolean {
  let at = min;
  for (const other of inOrder) if (other.min <= at && at < other.max) at = other.max;
  return at >= max;
}
