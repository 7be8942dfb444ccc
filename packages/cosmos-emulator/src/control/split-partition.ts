import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import type { AccountStore } from '../account/account-store.ts';
import { beginTopologyChange } from '../containers/change-container-topology.ts';
import { halvePartition } from '../containers/halve-partition.ts';
import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';
import { middleOfPartition } from '../partitions/middle-of-partition.ts';
import type { Partition } from '../partitions/partition.ts';
import { holdsKey } from '../partitions/split-replica.ts';
import { type ContainerName, findControlledContainer } from './find-controlled-container.ts';
import { requireLockMs, requirePartition } from './require-partition.ts';

/** Which partition splits, and where. */
export interface SplitPartitionOptions extends ContainerName {
  /** Id of the partition key range, such as `'0'`. */
  readonly partitionKeyRangeId: string;
  /**
   * First effective partition key of the upper half, upper-case hex. (default the middle: between the items if they have
   * several partition keys, else of the range)
   */
  readonly at?: string;
  /** How long the partition is locked before it has split, in milliseconds of the account's clock. (default `0`) */
  readonly lockMs?: number;
}

const optionNames = new Set(['database', 'container', 'partitionKeyRangeId', 'at', 'lockMs']);

/**
 * Splits a partition in two.
 *
 * @returns Ids of the new ranges, the lower one first.
 * @throws {TypeError} for what does not exist, is locked already, or cannot be split there.
 */
export function splitPartition(store: AccountStore, options: SplitPartitionOptions): readonly [string, string] {
  refuseUnknownOptions('splitPartition', options, optionNames);
  const container = findControlledContainer(store, options);
  const lockMs = requireLockMs(options.lockMs);
  const partition = requirePartition(container, store, options.partitionKeyRangeId);
  const middle = options.at ?? middleOfPartition(partition, container.definition);
  requireInside(partition, middle);
  const nowMs = store.options.clock.nowMs();
  const change = halvePartition({ store, container, partition, middle, dueMs: nowMs + lockMs, nowMs });
  const number = container.rangesMade;
  beginTopologyChange(container, change, nowMs);
  return [String(number), String(number + 1)];
}

function requireInside(partition: Partition, middle: string | undefined): asserts middle is string {
  const isInside =
    typeof middle === 'string' &&
    /^(?:[0-9A-F]{2})+$/.test(middle) &&
    holdsKey(partition, middle) &&
    compareEffectivePartitionKeys(middle, partition.minInclusive) > 0;
  if (isInside) return;
  const { id, minInclusive, maxExclusive } = partition;
  throw new TypeError(
    middle === undefined
      ? `Partition ${id} is too narrow to find its middle: say where it splits, with at.`
      : `Partition ${id} splits at an effective partition key between '${minInclusive}' and '${maxExclusive}', in upper-case hex, not at ${middle}.`,
  );
}
