import { changeCharge } from '../charging/request-charge.ts';
import { removeItem } from '../partitions/item-write.ts';
import { nextLsn, nextStamp } from '../partitions/next-write.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import { commitWrites } from '../regions/commit-writes.ts';
import type { Operation } from '../requests/operation.ts';
import { refuseFailedPrecondition } from '../requests/preconditions.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { findItem } from './find-item.ts';

/** `DELETE /dbs/{database}/colls/{container}/docs/{item}`: 204, 404, or 412 when `if-match` names another version. */
export function deleteItem(operation: Operation): Answer {
  const found = findItem(operation);
  if (isRefusal(found)) return found;
  const { scope, item } = found;
  const { container, partition } = scope;
  const failed = refuseFailedPrecondition(operation.request, item.etag, partitionHeaders(container, partition));
  if (failed !== undefined) return failed;

  const stamp = nextStamp(partition, item.key, item, operation.nowMs);
  commitWrites(operation, scope, [removeItem(item, nextLsn(partition), stamp)]);
  const requestCharge = changeCharge(item.sizeBytes, item.propertyCount);
  return { kind: 'reply', status: 204, headers: partitionHeaders(container, partition), requestCharge };
}
