import { headerNames } from '@perdura/cosmos-protocol';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { FeedSettings } from '../operation/feed-settings.ts';
import { PartitionKey } from '../operation/partition-key.ts';

/**
 * What of a query plan the driver carries out, by the service's names. Hybrid search is not among them: the gateway refuses
 * such queries.
 */
const supportedQueryFeatures = [
  'Aggregate',
  'CompositeAggregate',
  'CountIf',
  'DCount',
  'Distinct',
  'GroupBy',
  'ListAndSetAggregate',
  'MultipleAggregates',
  'MultipleOrderBy',
  'NonStreamingOrderBy',
  'NonValueAggregate',
  'OffsetAndLimit',
  'OrderBy',
  'Top',
].join();

/**
 * Adds the headers of feeds: queries, change feeds, scopes, page size and continuation.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/query-documents
 * @see https://learn.microsoft.com/rest/api/cosmos-db/list-documents
 */
export function addFeedHeaders(
  headers: Record<string, string>,
  { type, resource, body }: CosmosOperation,
  feed: FeedSettings,
): void {
  const isQuery = body !== undefined && type !== 'bulk';
  if (resource.kind === 'partition-key-ranges') addRangeFeed(headers, feed);
  else if (feed.changeFeed !== undefined) addChangeFeed(headers, feed.changeFeed, feed.continuation);
  else if (feed.continuation !== undefined) headers[headerNames.continuation] = feed.continuation;
  if (feed.maxItemCount !== undefined) headers[headerNames.maxItemCount] = String(feed.maxItemCount);
  if (isQuery) {
    headers[headerNames.contentType] = 'application/query+json';
    headers[headerNames.isQuery] = 'True';
    headers[headerNames.supportedQueryFeatures] = supportedQueryFeatures;
    headers[headerNames.queryVersion] = '1.0';
    if (type === 'query-plan') headers[headerNames.isQueryPlanRequest] = 'True';
  }
  if (resource.kind === 'items') addScope(headers, feed, isQuery);
}

function addScope(headers: Record<string, string>, { scope, partition }: FeedSettings, isQuery: boolean): void {
  const isOfKey = scope instanceof PartitionKey;
  if (isOfKey) headers[headerNames.partitionKey] = scope.header;
  // The first values of a hierarchical key may lie in several partitions; a complete one does not.
  if (isQuery && (!isOfKey || partition !== undefined)) headers[headerNames.enableCrossPartitionQuery] = 'True';
  if (partition === undefined) return;
  headers[headerNames.partitionKeyRangeId] = partition.id;
  if (partition.part === undefined) return;
  headers[headerNames.startEffectivePartitionKey] = partition.part.min;
  headers[headerNames.endEffectivePartitionKey] = partition.part.max;
  headers[headerNames.readKeyType] = 'EffectivePartitionKeyRange';
}

/** A continuation takes the place of the start, and the start's own header must then be missing. */
function addChangeFeed(
  headers: Record<string, string>,
  { mode, startFrom }: NonNullable<FeedSettings['changeFeed']>,
  continuation: string | undefined,
): void {
  headers[headerNames.aIm] = mode === 'latest-version' ? 'Incremental Feed' : 'Full-Fidelity Feed';
  headers[headerNames.changeFeedWireFormatVersion] = '2021-09-15';
  if (continuation !== undefined) headers[headerNames.ifNoneMatch] = continuation;
  else if (startFrom === 'now') headers[headerNames.ifNoneMatch] = '*';
  else if (startFrom !== 'beginning') headers[headerNames.ifModifiedSince] = startFrom.toUTCString();
}

/** Ranges are read as a feed of changes, all at once: whoever has an ETag gets what is new since. */
function addRangeFeed(headers: Record<string, string>, { continuation, maxItemCount }: FeedSettings): void {
  headers[headerNames.aIm] = 'Incremental Feed';
  if (continuation !== undefined) headers[headerNames.ifNoneMatch] = continuation;
  if (maxItemCount === undefined) headers[headerNames.maxItemCount] = '-1';
}
