import { changeCharge } from '../charging/request-charge.ts';
import { type ItemWrite, removeItem } from '../partitions/item-write.ts';
import { nextLsn, nextStamp } from '../partitions/next-write.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import { commitWrites } from '../regions/commit-writes.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { resolveItemScope } from './item-scope.ts';

/** Tells whether items of the partition key are still being removed behind the scenes. */
const pendingHeader = 'x-ms-cosmos-is-partition-key-delete-pending';

/**
 * `POST /dbs/{database}/colls/{container}/operations/partitionkeydelete`: 200, and no item of the partition key is left.
 *
 * The service hides the items at once and removes them later; here both is one commit. As there, hierarchical partition
 * keys must be complete.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/how-to-delete-by-partition-key
 */
export function deletePartitionKey(operation: Operation): Answer {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  const { container, partition, keyText } = scope;
  const lsn = nextLsn(partition);
  const writes: ItemWrite[] = [];
  let requestCharge = emptyCharge;
  for (const item of partition.items.values()) {
    if (!item.key.startsWith(keyText)) continue;
    writes.push(removeItem(item, lsn, nextStamp(partition, item.key, item, operation.nowMs)));
    requestCharge += changeCharge(item.sizeBytes, item.propertyCount);
  }
  if (writes.length > 0) commitWrites(operation, scope, writes);
  const headers = { ...partitionHeaders(container, partition), [pendingHeader]: 'false' };
  return { kind: 'reply', status: 200, headers, requestCharge: Math.round(requestCharge * 100) / 100 };
}

/** What it costs to find nothing to delete. */
const emptyCharge = 1;
