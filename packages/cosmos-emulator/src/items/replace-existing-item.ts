import { changeCharge } from '../charging/request-charge.ts';
import { putItem } from '../partitions/item-write.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import { commitWrites } from '../regions/commit-writes.ts';
import type { Operation } from '../requests/operation.ts';
import { refuseFailedPrecondition } from '../requests/preconditions.ts';
import type { Answer } from '../responses/answer.ts';
import { refuseDuplicate } from '../unique-keys/refuse-duplicate.ts';
import type { ItemScope } from './item-scope.ts';
import { makeNextVersion } from './make-item.ts';
import type { ItemBody } from './read-item-body.ts';
import { replyWithItem } from './reply-with-item.ts';
import type { StoredItem } from './stored-item.ts';

/** Writes the next version of an item that is there: 200, 412 when `if-match` names another version, or 409 when it breaks a unique key. */
export function replaceExistingItem(
  operation: Operation,
  scope: ItemScope,
  body: ItemBody,
  existing: StoredItem,
): Answer {
  const headers = partitionHeaders(scope.container, scope.partition);
  const failed = refuseFailedPrecondition(operation.request, existing.etag, headers);
  if (failed !== undefined) return failed;

  const item = makeNextVersion(existing, operation, scope, body);
  const writes = [putItem(item, existing)];
  const duplicate = refuseDuplicate(scope, writes);
  if (duplicate !== undefined) return duplicate;
  commitWrites(operation, scope, writes);
  return replyWithItem(200, operation, scope, item, changeCharge(item.sizeBytes, item.propertyCount));
}
