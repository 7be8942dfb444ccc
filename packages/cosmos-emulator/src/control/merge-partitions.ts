import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import type { AccountStore } from '../account/account-store.ts';
import { beginTopologyChange } from '../containers/change-container-topology.ts';
import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';
import { addCounts } from '../partitions/add-counts.ts';
import { makePartitionRange } from '../partitions/make-partition-range.ts';
import { type ContainerName, findControlledContainer } from './find-controlled-container.ts';
import { requireLockMs, requirePartition } from './require-partition.ts';

/** Which partitions merge. */
export interface MergePartitionsOptions extends ContainerName {
  /** Ids of two partition key ranges that lie side by side. */
  readonly partitionKeyRangeIds: readonly [string, string];
  /** How long they are locked before they have merged, in milliseconds of the account's clock. (default `0`) */
  readonly lockMs?: number;
}

const optionNames = new Set(['database', 'container', 'partitionKeyRangeIds', 'lockMs']);

/**
 * Merges two adjacent partitions into one.
 *
 * @returns Id of the new range.
 * @throws {TypeError} for what does not exist, is locked already or not adjacent.
 */
export function mergePartitions(store: AccountStore, options: MergePartitionsOptions): string {
  refuseUnknownOptions('mergePartitions', options, optionNames);
  const container = findControlledContainer(store, options);
  const lockMs = requireLockMs(options.lockMs);
  const { partitionKeyRangeIds: ids } = options;
  if (!Array.isArray(ids) || ids.length !== 2) throw new TypeError('partitionKeyRangeIds must be an array of two ids.');
  const one = requirePartition(container, store, ids[0]);
  const other = requirePartition(container, store, ids[1]);
  const isInOrder = compareEffectivePartitionKeys(one.minInclusive, other.minInclusive) < 0;
  const [left, right] = isInOrder ? [one, other] : [other, one];
  if (left === right || compareEffectivePartitionKeys(left.maxExclusive, right.minInclusive) !== 0) {
    throw new TypeError(`Partitions ${one.id} and ${other.id} cannot merge: they do not lie side by side.`);
  }
  const number = container.rangesMade;
  const nowMs = store.options.clock.nowMs();
  const range = {
    number,
    minInclusive: left.minInclusive,
    maxExclusive: right.maxExclusive,
    ancestry: addCounts(left.ancestry, right.ancestry).set(left.id, 1n).set(right.id, 1n),
    throughputFraction: Number(left.document.throughputFraction) + Number(right.document.throughputFraction),
  };
  const children = [makePartitionRange(range, container, store, nowMs)];
  beginTopologyChange(container, { parents: [left.id, right.id], children, dueMs: nowMs + lockMs }, nowMs);
  return String(number);
}
