import { decodeResourceId, headerNames } from '@perdura/cosmos-protocol';
import { metadataReadCharge } from '../charging/request-charge.ts';
import type { JsonObject } from '../requests/json-object.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { replyWithJson } from '../responses/json-reply.ts';
import { readPageSize, refuseContinuation } from './page.ts';

/**
 * Answers one page of a short feed: databases, containers, offers, partition key ranges.
 *
 * The continuation is the resource id of the last member sent, which may have been deleted meanwhile.
 *
 * @param name  Name of the array in the body, such as `Databases`.
 * @param ownerId  Resource id of the parent, `''` for the account.
 * @param documents  All members in their order.
 */
export function replyWithFeed(
  request: WireRequest,
  name: string,
  ownerId: string,
  documents: readonly JsonObject[],
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const pageSize = readPageSize(request);
  if (isRefusal(pageSize)) return pageSize;
  const start = startOf(documents, request.headers[headerNames.continuation]);
  if (start === undefined) return refuseContinuation();

  const page = documents.slice(start, start + pageSize);
  const hasMore = start + page.length < documents.length;
  return replyWithJson(200, { _rid: ownerId, [name]: page, _count: page.length }, metadataReadCharge, {
    [headerNames.itemCount]: String(page.length),
    ...(hasMore && { [headerNames.continuation]: String(page.at(-1)?._rid) }),
    ...headers,
  });
}

function startOf(documents: readonly JsonObject[], continuation: string | undefined): number | undefined {
  if (continuation === undefined || continuation === '') return 0;
  const last = documents.findIndex(({ _rid }) => _rid === continuation);
  if (last !== -1) return last + 1;
  // The last one sent was deleted. All but ranges, whose order is that of the hash space, are in the order of their ids.
  const bytes = bytesOf(continuation);
  if (bytes === undefined || decodeResourceId(continuation)?.kind === 'partitionKeyRange') return undefined;
  const next = documents.findIndex(({ _rid }) => Buffer.compare(bytesOf(String(_rid)) ?? bytes, bytes) > 0);
  return next === -1 ? documents.length : next;
}

function bytesOf(resourceId: string): Buffer | undefined {
  const text = resourceId.replaceAll('-', '/');
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
