import { compareEffectivePartitionKeys, effectivePartitionKey, headerNames } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import { resolveItemFeedScope } from '../items/item-feed-scope.ts';
import { readPartitionKey } from '../items/item-scope.ts';
import type { StoredItem } from '../items/stored-item.ts';
import type { Partition } from '../partitions/partition.ts';
import type { Operation } from '../requests/operation.ts';
import { isRefusal, type Refusal } from '../responses/answer.ts';
import { type KeyRange, prefixRange, wholeSpace } from './key-ranges.ts';

/** Which of a container's items a query is about. */
export interface QueryScope {
  /** Partitions to look into, by ascending lower bound. */
  readonly partitions: readonly Partition[];
  /** Whether the request itself names the partition or partition key. */
  readonly isNamed: boolean;
  /** Whether an item of those partitions is meant; missing when all are. */
  readonly includes?: ((item: StoredItem) => boolean) | undefined;
}

/**
 * Reads the scope of a query: partition key or its prefix, range id, part of a range; without these the partitions that
 * can have what its condition asks for.
 */
export function resolveQueryScope(
  operation: Operation,
  container: Container,
  keyRanges: readonly KeyRange[],
): QueryScope | Refusal {
  const scope = resolveItemFeedScope(operation, container);
  if (isRefusal(scope)) return scope;
  const { headers } = operation.request;
  const start = headers[headerNames.startEffectivePartitionKey];
  const end = headers[headerNames.endEffectivePartitionKey];
  const { keyPrefix } = scope;
  const isPart = start !== undefined || end !== undefined;
  const isNamed =
    isPart || headers[headerNames.partitionKey] !== undefined || headers[headerNames.partitionKeyRangeId] !== undefined;
  if (!isNamed) return { partitions: scope.partitions.filter((each) => isOverlapping(each, keyRanges)), isNamed };

  const part: KeyRange = isPart
    ? { min: start ?? '', max: end ?? 'FF', isMaxInclusive: false }
    : keyRangeOf(headers[headerNames.partitionKey], container);
  const includes = (item: StoredItem): boolean =>
    item.key.startsWith(keyPrefix) && (!isPart || isWithin(item.effectivePartitionKey, part));
  return {
    partitions: scope.partitions.filter((each) => isOverlapping(each, [part])),
    isNamed,
    includes: keyPrefix === '' && !isPart ? undefined : includes,
  };
}

/** Where the items of a partition key or its prefix lie; everywhere without one. */
function keyRangeOf(header: string | undefined, { definition }: Container): KeyRange {
  const values = header === undefined ? [] : readPartitionKey(header);
  if (isRefusal(values) || values.length === 0) return wholeSpace;
  const position = effectivePartitionKey(values, definition);
  return prefixRange(position);
}

function isOverlapping({ minInclusive, maxExclusive }: Partition, ranges: readonly KeyRange[]): boolean {
  return ranges.some(({ min, max, isMaxInclusive }) => {
    const order = compareEffectivePartitionKeys(minInclusive, max);
    return (isMaxInclusive ? order <= 0 : order < 0) && compareEffectivePartitionKeys(min, maxExclusive) < 0;
  });
}

function isWithin(key: string, { min, max }: KeyRange): boolean {
  return compareEffectivePartitionKeys(key, min) >= 0 && compareEffectivePartitionKeys(key, max) < 0;
}
