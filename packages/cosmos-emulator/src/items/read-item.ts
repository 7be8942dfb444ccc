import { emptyReadCharge, readCharge } from '../charging/request-charge.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import type { Operation } from '../requests/operation.ts';
import { isNotModified } from '../requests/preconditions.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { refuseLaggingSession } from '../sessions/refuse-lagging-session.ts';
import { findItemInScope, refuseMissingItem } from './find-item.ts';
import { resolveItemScope } from './item-scope.ts';
import { replyWithItem } from './reply-with-item.ts';

/** `GET /dbs/{database}/colls/{container}/docs/{item}`: 200, 304 when `if-none-match` names this version, 404. */
export function readItem(operation: Operation): Answer {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  const { container, partition } = scope;
  const lagging = refuseLaggingSession(operation.request, [partition], () => partitionHeaders(container, partition));
  if (lagging !== undefined) return lagging;

  const found = findItemInScope(operation, scope);
  if (found === undefined) return refuseMissingItem(scope);
  const { item } = found;
  if (isNotModified(operation.request, item.etag)) {
    const headers = partitionHeaders(container, partition, item);
    return { kind: 'reply', status: 304, headers, requestCharge: emptyReadCharge };
  }
  return replyWithItem(200, operation, scope, item, readCharge(item.sizeBytes));
}
