import { headerNames, subStatuses } from '@perdura/cosmos-protocol';
import { queryCharge } from '../charging/request-charge.ts';
import { containerHeaders } from '../containers/container-headers.ts';
import { findContainer } from '../containers/find-container.ts';
import { readPageSize, refuseContinuation } from '../feeds/page.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import type { JsonObject } from '../requests/json-object.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { refuseLaggingSession } from '../sessions/refuse-lagging-session.ts';
import { formatSessionToken } from '../sessions/session-token.ts';
import type { CompiledQuery } from '../sql/compile-query.ts';
import { indexMetricsHeaders } from './index-metrics.ts';
import { isCrossPartitionEnabled } from './is-query.ts';
import { keyRangesOf } from './key-ranges.ts';
import { pageOfResults } from './page-of-results.ts';
import { planQuery } from './plan-query.ts';
import { policiesOf } from './policies-of.ts';
import { queryMetricsHeaders } from './query-metrics.ts';
import { decodeQueryContinuation, encodeQueryContinuation } from './query-position.ts';
import { resolveQueryScope } from './query-scope.ts';
import { readQuery } from './read-query.ts';
import { refuseMisplaced } from './refuse-misplaced.ts';
import { refuseUnindexedOrder } from './refuse-unindexed-order.ts';
import { refuseUnplannable } from './refuse-unplannable.ts';
import { replyWithResults } from './reply-with-results.ts';

/**
 * `POST /dbs/{database}/colls/{container}/docs` as a query: one page of results.
 *
 * Over several partitions only what every item answers for itself is served; for everything else the client gets the
 * plan by which it can put the partitions' results together, as from the service's gateway.
 */
export function queryItems(operation: Operation): Answer {
  const { request } = operation;
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  const startedMs = performance.now();
  const policies = policiesOf(container.document);
  const requested = readQuery(operation, policies);
  if (isRefusal(requested)) return requested;
  const { query, compiled, parameters } = requested;
  const keyRanges = keyRangesOf(query, parameters, container.definition, container.keyPaths);
  const scope = resolveQueryScope(operation, container, keyRanges);
  if (isRefusal(scope)) return scope;
  const { partitions, isNamed } = scope;
  if (
    !isNamed &&
    !isCrossPartitionEnabled(request.headers) &&
    keyRanges.some(({ isMaxInclusive }) => !isMaxInclusive)
  ) {
    return refuse(400, crossPartitionDisabled);
  }
  if (!compiled.isStreaming && query.from.length > 0 && partitions.length > 1) {
    return refuseUnplannable(query) ?? refuseWithPlan(JSON.stringify(planQuery(query, parameters, keyRanges)));
  }
  const unordered = refuseUnindexedOrder(query, container.document.indexingPolicy as JsonObject, policies);
  if (unordered !== undefined) return unordered;
  const pageSize = readPageSize(request);
  if (isRefusal(pageSize)) return pageSize;
  const start = decodeQueryContinuation(request.headers[headerNames.continuation]);
  if (start === undefined) return refuseContinuation();
  const misplaced = refuseMisplaced(start, compiled, scope);
  if (misplaced !== undefined) return misplaced;
  const lagging = refuseLaggingSession(request, partitions, () => containerHeaders(container, operation.region));
  if (lagging !== undefined) return lagging;

  const compiledMs = performance.now();
  const page = pageOfResults(compiled, scope, start, pageSize);
  const times = { compileMs: compiledMs - startedMs, executeMs: performance.now() - compiledMs };
  const [only, ...others] = partitions;
  return replyWithResults('Documents', container.resourceId, page.results, queryCharge(page.size), {
    ...(only && others.length === 0
      ? partitionHeaders(container, only)
      : containerHeaders(container, operation.region)),
    [headerNames.sessionToken]: partitions.map(formatSessionToken).join(','),
    [headerNames.queryExecutionInfo]: executionInfo(compiled),
    ...indexMetricsHeaders(request, query, container.document.indexingPolicy),
    ...queryMetricsHeaders(request, page, times),
    ...(page.next && { [headerNames.continuation]: encodeQueryContinuation(page.next) }),
  });
}

/** Which way the index was read, by which clients know the order of equal results when they go on between them. */
function executionInfo({ isReversed }: CompiledQuery): string {
  return JSON.stringify({ reverseRidEnabled: false, reverseIndexScan: isReversed });
}

function refuseWithPlan(plan: string): Refusal {
  return refuse(400, needsPlan, {
    subStatus: subStatuses.crossPartitionQueryNotServable,
    additionalErrorInfo: plan,
  });
}

const crossPartitionDisabled =
  'Cross partition query is required but disabled. Please set x-ms-documentdb-query-enablecrosspartition to true, specify x-ms-documentdb-partitionkey, or revise your query to avoid this exception.';
const needsPlan =
  'The provided cross partition query can not be directly served by the gateway. This is a first chance (internal) exception that all newer clients will know how to handle gracefully. This exception is traced, but unless you see it bubble up as an exception (which only happens on older SDK clients), then you can safely ignore this message.';
