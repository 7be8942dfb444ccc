import { headerNames } from '@perdura/cosmos-protocol';
import { emptyReadCharge, feedCharge } from '../charging/request-charge.ts';
import { containerHeaders } from '../containers/container-headers.ts';
import { findContainer } from '../containers/find-container.ts';
import { readPageSize } from '../feeds/page.ts';
import { maxPageBytes } from '../items/page-of-items.ts';
import { isLatest } from '../partitions/change-log.ts';
import type { ItemWrite } from '../partitions/item-write.ts';
import type { Partition } from '../partitions/partition.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';
import { replyWithJson } from '../responses/json-reply.ts';
import { refuseLaggingSession } from '../sessions/refuse-lagging-session.ts';
import { formatSessionToken } from '../sessions/session-token.ts';
import { changeEnvelope, latestVersion } from './change-envelope.ts';
import { encodeChangeFeedPositions, lsnOfRange } from './change-feed-position.ts';
import { resolveChangeFeedScope } from './change-feed-scope.ts';
import { type ChangeFeedStart, readChangeFeedRequest } from './change-feed-start.ts';
import { pageOfChanges } from './page-of-changes.ts';

/**
 * `GET /dbs/{database}/colls/{container}/docs` with `a-im`: the next changes in the order of their writes, 304 when there are none.
 *
 * The ETag of either answer is the continuation.
 */
export function readChangeFeed(operation: Operation): Answer {
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  const scope = resolveChangeFeedScope(operation, container);
  if (isRefusal(scope)) return scope;
  const asked = readChangeFeedRequest(operation.request);
  if (isRefusal(asked)) return asked;
  const pageSize = readPageSize(operation.request);
  if (isRefusal(pageSize)) return pageSize;
  const headers = containerHeaders(container, operation.region);
  const { partitions, holds } = scope;
  for (const partition of partitions) {
    const lagging = refuseLaggingSession(operation.request, [partition], () => headers);
    if (lagging !== undefined) return lagging;
    if (asked.mode === 'all-versions' && startLsn(partition, asked.start) < partition.log.droppedLsn)
      return versionsGone;
  }

  const writes: ItemWrite[] = [];
  let bytes = 0;
  const positions = partitions.map((partition) => {
    const limits = { items: pageSize - writes.length, bytes: maxPageBytes - bytes };
    const afterLsn = startLsn(partition, asked.start);
    const page = pageOfChanges(
      partition,
      afterLsn,
      limits,
      (write) => (asked.mode === 'all-versions' || isLatest(write, partition.items)) && holds(write.item),
    );
    writes.push(...page.writes);
    bytes += page.bytes;
    return { minInclusive: partition.minInclusive, lsn: page.lsn };
  });

  headers[headerNames.etag] = encodeChangeFeedPositions(positions);
  headers[headerNames.sessionToken] = partitions.map(formatSessionToken).join(',');
  const [first] = partitions;
  if (first !== undefined && partitions.length === 1) headers[headerNames.partitionKeyRangeId] = first.id;
  if (writes.length === 0) return { kind: 'reply', status: 304, headers, requestCharge: emptyReadCharge };
  headers[headerNames.itemCount] = String(writes.length);
  const documents = writes.map((write) =>
    asked.mode === 'latest-version' ? latestVersion(write) : changeEnvelope(write, container),
  );
  const body = { _rid: container.resourceId, Documents: documents, _count: documents.length };
  return replyWithJson(200, body, feedCharge(bytes), headers);
}

const versionsGone = refuse(
  400,
  'The change feed no longer has all versions since this continuation. Give the container a changeFeedPolicy with a longer retentionDuration.',
);

function startLsn(partition: Partition, start: ChangeFeedStart): bigint {
  switch (start.kind) {
    case 'beginning':
      return 0n;
    case 'now':
      return partition.lsn;
    case 'time': {
      const first = partition.log.writes.find(({ stamp }) => stamp.timestampS >= start.timestampS);
      return first === undefined ? partition.lsn : first.lsn - 1n;
    }
    case 'continuation':
      return lsnOfRange(partition, start.positions);
  }
}
