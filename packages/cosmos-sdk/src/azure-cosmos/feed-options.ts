import type { CosmosOperation, ExecuteOptions } from '@perdura/cosmos-driver';
import type { PartitionKey } from './partition-key.ts';
import { executeOptions, type SharedOptions } from './request-options.ts';

/** Options of everything that is read page by page. */
export interface FeedOptions extends SharedOptions {
  /** Where an earlier page ended; `continuationToken` counts if both are given. */
  continuation?: string;
  /** Where an earlier page ended: `continuationToken` of a page of this entry. */
  continuationToken?: string;
  /** Longest continuation that the service makes for one partition, in kilobytes. */
  continuationTokenLimitInKB?: number;
  /** Whether queries may be answered without an index. */
  enableScanInQuery?: boolean;
  /** Most requests under way at once; `-1`, `0` and none leave it to the driver. */
  maxDegreeOfParallelism?: number;
  /** Most items of a page; `-1` and none leave it to the service. */
  maxItemCount?: number;
  /** Of no effect: `items.getChangeFeedIterator` reads changes. */
  useIncrementalFeed?: boolean;
  /** Of no effect on feeds. */
  accessCondition?: { type: string; condition: string };
  /** Whether pages say how much work they were. */
  populateQueryMetrics?: boolean;
  /** Of no effect: the driver reads ahead within bounds. */
  bufferItems?: boolean;
  /** Of no effect: the driver asks for a plan when it needs one. */
  forceQueryPlan?: boolean;
  /** The partition key, or first values of a hierarchical one, that is read. (default: the whole container) */
  partitionKey?: PartitionKey;
  /** Whether pages say which indexes they used and could use. */
  populateIndexMetrics?: boolean;
  /** Most items that a query holds which cannot stream. (default `50000`) */
  vectorSearchBufferSize?: number;
  /** Of no effect. */
  disableNonStreamingOrderByQuery?: boolean;
  /** Of no effect: what a query holds has a bound. */
  allowUnboundedNonStreamingQueries?: boolean;
  /** Of no effect: every query can be continued. */
  enableQueryControl?: boolean;
  /** Of no effect. */
  disableHybridSearchQueryPlanOptimization?: boolean;
}

/** What the driver is told. */
export function feedExecuteOptions(options: FeedOptions): ExecuteOptions {
  const { customHeaders, ...others } = executeOptions({ ...options, accessCondition: undefined } as SharedOptions);
  const { maxDegreeOfParallelism = -1, vectorSearchBufferSize } = options;
  const headers = options.enableScanInQuery ? { 'x-ms-documentdb-query-enable-scan': 'true' } : {};
  return {
    ...others,
    ...(customHeaders === undefined && !options.enableScanInQuery
      ? {}
      : { customHeaders: { ...customHeaders, ...headers } }),
    ...(maxDegreeOfParallelism > 0 ? { maxConcurrency: maxDegreeOfParallelism } : {}),
    ...(vectorSearchBufferSize === undefined ? {} : { maxBufferedItems: vectorSearchBufferSize }),
    ...(options.populateQueryMetrics === undefined ? {} : { queryMetrics: options.populateQueryMetrics }),
    ...(options.populateIndexMetrics === undefined ? {} : { indexMetrics: options.populateIndexMetrics }),
    ...(options.continuationTokenLimitInKB === undefined
      ? {}
      : { continuationTokenLimitInKb: options.continuationTokenLimitInKB }),
  };
}

/** The feed in pages of the size, and from where, that options ask for. */
export function withFeedOptions(feed: CosmosOperation, options: FeedOptions): CosmosOperation {
  const { maxItemCount, sessionToken, continuationToken, continuation } = options;
  const token = continuationToken || continuation;
  let changed = feed;
  if (maxItemCount) changed = changed.withMaxItemCount(maxItemCount);
  if (token) changed = changed.withContinuation(token);
  if (sessionToken) changed = changed.withSessionToken(sessionToken);
  return changed;
}
