import { effectivePartitionKey, encodePartitionKeyHeader, headerNames, subStatuses } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { refuseForeignRange } from '../containers/refuse-other-container.ts';
import { findPartition } from '../partitions/find-partition.ts';
import type { Partition } from '../partitions/partition.ts';
import { refuseLockedPartition } from '../partitions/refuse-locked-partition.ts';
import type { Operation } from '../requests/operation.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { readPartitionKey, refuseWrongArity } from './item-scope.ts';

/** Which of a container's items a feed is about. */
export interface ItemFeedScope {
  /** Partitions to look into, by ascending lower bound. */
  readonly partitions: readonly Partition[];
  /** What the keys of all addressed items start with; `''` for all. */
  readonly keyPrefix: string;
}

/** Reads the scope of a feed: a partition key header narrows it to that key or prefix, a range id to that range. */
export function resolveItemFeedScope(
  { request: { headers }, region }: Operation,
  container: Container,
): ItemFeedScope | Refusal {
  const partitions = partitionsIn(container, region);
  const candidates = choosePartitions(container, partitions, headers[headerNames.partitionKeyRangeId]);
  if (isRefusal(candidates)) return candidates;
  const header = headers[headerNames.partitionKey];
  if (header === undefined) return scopeOf(candidates, '');

  const values = readPartitionKey(header);
  if (isRefusal(values)) return values;
  const { definition, keyPaths } = container;
  const text = encodePartitionKeyHeader(values);
  if (values.length === keyPaths.length) {
    const partition = findPartition(partitions, effectivePartitionKey(values, definition));
    return scopeOf(
      candidates.filter((each) => each === partition),
      text,
    );
  }
  const isPrefix = definition.kind === 'MultiHash' && values.length > 0 && values.length < keyPaths.length;
  return isPrefix ? scopeOf(candidates, `${text.slice(0, -1)},`) : refuseWrongArity();
}

function scopeOf(partitions: readonly Partition[], keyPrefix: string): ItemFeedScope | Refusal {
  const locked = partitions.find(({ isLocked }) => isLocked);
  return locked === undefined ? { partitions, keyPrefix } : refuseLockedPartition(locked);
}

function choosePartitions(
  container: Container,
  partitions: readonly Partition[],
  rangeId: string | undefined,
): readonly Partition[] | Refusal {
  if (rangeId === undefined) return partitions;
  const foreign = refuseForeignRange(rangeId, container);
  if (foreign !== undefined) return foreign;
  const id = rangeId.split(',').at(-1);
  const partition = partitions.find((each) => each.id === id);
  if (partition !== undefined) return [partition];
  return refuse(410, `The partition key range ${rangeId} is gone.`, { subStatus: subStatuses.partitionKeyRangeGone });
}
