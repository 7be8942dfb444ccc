import type { AccountStore } from '../account/account-store.ts';
import { makePartitionRange } from '../partitions/make-partition-range.ts';
import type { PartitionRange } from '../partitions/partition.ts';
import type { TopologyChange } from '../partitions/topology-change.ts';
import type { Container } from './container.ts';

/** Which partition splits, where and when. */
export interface Halving {
  readonly store: AccountStore;
  readonly container: Container;
  /** The partition that goes. */
  readonly partition: PartitionRange;
  /** First effective partition key of the upper half. */
  readonly middle: string;
  /** When it is done, in milliseconds since the Unix epoch. */
  readonly dueMs: number;
  readonly nowMs: number;
}

/** The split of a partition into two, each with half of its throughput. Beginning it is left to the caller. */
export function halvePartition({ store, container, partition, middle, dueMs, nowMs }: Halving): TopologyChange {
  const number = container.rangesMade;
  const { minInclusive, maxExclusive, id } = partition;
  const throughputFraction = Number(partition.document.throughputFraction) / 2;
  const ancestry = new Map(partition.ancestry).set(id, 1n);
  const lower = { number, minInclusive, maxExclusive: middle, ancestry, throughputFraction };
  const upper = { number: number + 1, minInclusive: middle, maxExclusive, ancestry, throughputFraction };
  const children = [lower, upper].map((range) => makePartitionRange(range, container, store, nowMs));
  return { parents: [id], children, dueMs };
}
