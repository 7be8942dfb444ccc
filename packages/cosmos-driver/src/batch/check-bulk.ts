import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import type { ContainerReference } from '../operation/container-reference.ts';
import { FeedRange } from '../partitioning/feed-range.ts';
import { BulkRow } from './bulk-row.ts';

/** The operations of a bulk, frozen. @throws {TypeError} when one is none, is of another container, or lies outside the range. */
export function checkBulk(
  container: ContainerReference,
  range: FeedRange,
  operations: readonly BulkRow[],
): readonly BulkRow[] {
  if (!(range instanceof FeedRange) || !Array.isArray(operations)) {
    throw new TypeError('A bulk needs a FeedRange and an array.');
  }
  const wrong = operations.findIndex(
    (row: BulkRow) =>
      !(row instanceof BulkRow) ||
      row.container.rid !== container.rid ||
      compareEffectivePartitionKeys(row.effectivePartitionKey, range.min) < 0 ||
      compareEffectivePartitionKeys(row.effectivePartitionKey, range.max) >= 0,
  );
  if (wrong >= 0) {
    throw new TypeError(`Operation ${wrong} of the bulk is not made by BulkRow.from for its container, in its range.`);
  }
  return Object.freeze([...operations]);
}
