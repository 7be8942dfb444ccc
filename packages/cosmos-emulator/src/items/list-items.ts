import { headerNames } from '@perdura/cosmos-protocol';
import { feedCharge } from '../charging/request-charge.ts';
import { containerHeaders } from '../containers/container-headers.ts';
import { findContainer } from '../containers/find-container.ts';
import { readPageSize, refuseContinuation } from '../feeds/page.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { replyWithJson } from '../responses/json-reply.ts';
import { refuseLaggingSession } from '../sessions/refuse-lagging-session.ts';
import { formatSessionToken } from '../sessions/session-token.ts';
import { decodeItemContinuation, encodeItemContinuation } from './item-continuation.ts';
import { resolveItemFeedScope } from './item-feed-scope.ts';
import { pageOfItems } from './page-of-items.ts';

/** `GET /dbs/{database}/colls/{container}/docs`: one page of the items, in the order of the hash space and of their creation. */
export function listItems(operation: Operation): Answer {
  const { request } = operation;
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  const scope = resolveItemFeedScope(operation, container);
  if (isRefusal(scope)) return scope;
  const pageSize = readPageSize(request);
  if (isRefusal(pageSize)) return pageSize;
  const start = decodeItemContinuation(request.headers[headerNames.continuation]);
  if (start === undefined) return refuseContinuation();
  const { partitions, keyPrefix } = scope;
  const lagging = refuseLaggingSession(request, partitions, () => containerHeaders(container, operation.region));
  if (lagging !== undefined) return lagging;

  const { items, next, bytes } = pageOfItems(partitions, keyPrefix, start, pageSize);
  const documents = items.map(({ document }) => document);
  const body = { _rid: container.resourceId, Documents: documents, _count: documents.length };
  return replyWithJson(200, body, feedCharge(bytes), {
    ...containerHeaders(container, operation.region),
    [headerNames.itemCount]: String(documents.length),
    [headerNames.sessionToken]: partitions.map(formatSessionToken).join(','),
    ...(next && { [headerNames.continuation]: encodeItemContinuation(next) }),
  });
}
