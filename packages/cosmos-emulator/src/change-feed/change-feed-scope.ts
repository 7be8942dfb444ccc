import { compareEffectivePartitionKeys, headerNames } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import { resolveItemFeedScope } from '../items/item-feed-scope.ts';
import type { StoredItem } from '../items/stored-item.ts';
import type { Partition } from '../partitions/partition.ts';
import type { Operation } from '../requests/operation.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';

/** Which changes a feed is about. */
export interface ChangeFeedScope {
  /** Partitions to look into, by ascending lower bound; at least one. */
  readonly partitions: readonly Partition[];
  /** Whether an item lies in the scope. */
  readonly holds: (item: StoredItem) => boolean;
}

/** The scope of a list of items, which a change feed may narrow to a part of a partition by effective partition keys. */
export function resolveChangeFeedScope(operation: Operation, container: Container): ChangeFeedScope | Refusal {
  const scope = resolveItemFeedScope(operation, container);
  if (isRefusal(scope)) return scope;
  const { headers } = operation.request;
  const min = headers[headerNames.startEffectivePartitionKey] ?? '';
  const max = headers[headerNames.endEffectivePartitionKey] ?? 'FF';
  if (!isKey(min) || !isKey(max)) {
    return refuse(400, 'The start and end of a range must be effective partition keys in upper-case hex.');
  }
  const { keyPrefix } = scope;
  const partitions = scope.partitions.filter(
    ({ minInclusive, maxExclusive }) =>
      compareEffectivePartitionKeys(minInclusive, max) < 0 && compareEffectivePartitionKeys(min, maxExclusive) < 0,
  );
  if (partitions.length === 0) return refuse(400, 'The scope of the change feed holds no partition.');
  const isWhole = min === '' && max === 'FF';
  const holds = ({ key, effectivePartitionKey }: StoredItem): boolean =>
    key.startsWith(keyPrefix) &&
    (isWhole ||
      (compareEffectivePartitionKeys(min, effectivePartitionKey) <= 0 &&
        compareEffectivePartitionKeys(effectivePartitionKey, max) < 0));
  return { partitions, holds };
}

function isKey(text: string): boolean {
  return /^(?:[0-9A-F]{2})*$/.test(text);
}
