import { changeCharge } from '../charging/request-charge.ts';
import { putItem } from '../partitions/item-write.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import { commitWrites } from '../regions/commit-writes.ts';
import type { Operation } from '../requests/operation.ts';
import { refuseFailedPrecondition } from '../requests/preconditions.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';
import { findItem } from './find-item.ts';
import { makeNextVersion } from './make-item.ts';
import { readItemBody } from './read-item-body.ts';
import { replyWithItem } from './reply-with-item.ts';

/** `PUT /dbs/{database}/colls/{container}/docs/{item}`: 200, 404, or 412 when `if-match` names another version. */
export function replaceItem(operation: Operation): Answer {
  const found = findItem(operation);
  if (isRefusal(found)) return found;
  const { scope, item: existing } = found;
  const body = readItemBody(operation, scope);
  if (isRefusal(body)) return body;
  if (body.id !== existing.id) {
    return refuse(400, `The id of an item cannot be changed: '${existing.id}' cannot be replaced by '${body.id}'.`);
  }
  const headers = partitionHeaders(scope.container, scope.partition);
  const failed = refuseFailedPrecondition(operation.request, existing.etag, headers);
  if (failed !== undefined) return failed;

  const item = makeNextVersion(existing, operation, scope, body);
  commitWrites(operation, scope, [putItem(item, existing)]);
  return replyWithItem(200, operation, scope, item, changeCharge(item.bytes.length, item.propertyCount));
}
