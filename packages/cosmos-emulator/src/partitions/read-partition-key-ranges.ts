import { headerNames } from '@perdura/cosmos-protocol';
import { emptyReadCharge } from '../charging/request-charge.ts';
import { findContainer } from '../containers/find-container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { replyWithFeed } from '../feeds/metadata-feed.ts';
import type { Operation } from '../requests/operation.ts';
import { isNotModified } from '../requests/preconditions.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import type { Partition } from './partition.ts';

/**
 * `GET /dbs/{database}/colls/{container}/pkranges`
 *
 * With `a-im: Incremental Feed` and the ETag of the last answer, 304 as long as no range has changed.
 */
export function readPartitionKeyRanges(operation: Operation): Answer {
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  const { request } = operation;
  const partitions = partitionsIn(container, operation.region);
  const documents = partitions.map(({ document }) => document);
  const headers = { [headerNames.etag]: rangesEtag(partitions) };
  const isIncremental = request.headers[headerNames.aIm] !== undefined;
  if (isIncremental && isNotModified(request, headers[headerNames.etag] ?? '')) {
    return { kind: 'reply', status: 304, headers, requestCharge: emptyReadCharge };
  }
  return replyWithFeed(request, 'PartitionKeyRanges', container.resourceId, documents, headers);
}

/** Ranges are numbered as they appear, so the number of the last one made tells whether there is a new one. */
function rangesEtag(partitions: readonly Partition[]): string {
  return `"${Math.max(...partitions.map(({ id }) => Number(id))) + 1}"`;
}
