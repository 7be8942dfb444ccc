import type { AvailabilityStrategy } from './availability-strategy.ts';
import type { ThroughputControlOptions } from './throughput-control.ts';

/**
 * Whether a write is sent again after an attempt that may have been applied: 408, 5xx, 410 outside topology changes, or a
 * transport failure after the request left.
 *
 * - `idempotent`: where the repeat leaves the same state. For replace, upsert and delete without `ifMatch` the last writer
 *   wins, so a repeat may overwrite what somebody else wrote in between.
 * - `always`: every write. A repeat may then fail with `conflict`, `not-found` or `precondition-failed` because of the first.
 * - `never`: no write; the error says `mayHaveBeenApplied`.
 */
export type RetryAmbiguousWrites = 'idempotent' | 'always' | 'never';

/**
 * How consistent reads are: as the account says (`Default`), or as named. `GlobalStrong` is for accounts of consistency
 * `Strong` only. All but `Default` and `Session` read without a session token.
 */
export type ReadConsistencyStrategy = 'Default' | 'Eventual' | 'Session' | 'LatestCommitted' | 'GlobalStrong';

/** How 429 answers are waited out, within one region. */
export interface ThrottlingRetryOptions {
  /** Most repeats; `0` sends exactly once. (default `18` for items, `9` for everything else) */
  readonly maxRetryCount?: number | undefined;
  /** Most time spent waiting, in milliseconds. (default `270000` for items, `30000` for everything else) */
  readonly maxRetryWaitMs?: number | undefined;
}

/**
 * How reads of items use the cache of a dedicated gateway; all other endpoints ignore it.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/integrated-cache
 */
export interface IntegratedCacheOptions {
  /** How old an answer from the cache may be, in milliseconds, up to ten years. (default: the service's, five minutes) */
  readonly maxStalenessMs?: number | undefined;
  /** Whether the cache is neither asked nor filled. (default `false`) */
  readonly bypassed?: boolean | undefined;
}

/**
 * How operations are carried out. Each field is looked up by itself: environment override, this call, the driver, the
 * runtime, the environment, the default. `undefined` passes the question on; any other value, also `[]`, `0` and `false`, answers it.
 */
export interface OperationOptions {
  /** Regions not to be used, such as `['West US']`; replaces the list of a lower layer. (default `[]`) */
  readonly excludedRegions?: readonly string[] | undefined;
  /** How consistent reads are. (default `'Default'`) */
  readonly readConsistencyStrategy?: ReadConsistencyStrategy | undefined;
  /** Whether writes return the written resource. (default `false`: the service sends no body) */
  readonly contentResponseOnWrite?: boolean | undefined;
  /**
   * Most time for the operation with all its attempts, in milliseconds, from 1. (default: no limit)
   *
   * Other Azure Cosmos DB drivers raise what is below a second to one; here it is taken as it is: who has 200 ms left for a request of
   * their own is better told after 200 ms.
   */
  readonly endToEndTimeoutMs?: number | undefined;
  /**
   * Most repeats after a region turned out to be unwell or unreachable, 0 to 100. A second region that is asked together with the first
   * one counts only where neither answers, as two. (default `3`)
   */
  readonly maxFailoverRetryCount?: number | undefined;
  /**
   * Most repeats while a region has not yet seen what the session token promises, 0 to 100; never more than 2 on accounts
   * with a single write region. (default: 2, or the number of regions on accounts with several write regions)
   */
  readonly maxSessionRetryCount?: number | undefined;
  /** Neither keep nor send session tokens; one set on the operation is still sent. (default `false`) */
  readonly sessionCapturingDisabled?: boolean | undefined;
  /** How 429 answers are waited out; each field is looked up by itself. */
  readonly throttlingRetry?: ThrottlingRetryOptions | undefined;
  /** Whether writes are repeated after an attempt that may have been applied. (default `'idempotent'`) */
  readonly retryAmbiguousWrites?: RetryAmbiguousWrites | undefined;
  /** Most requests of one feed under way at once, 1 to 1000; `1` reads a page only when it is asked for. (default `8`) */
  readonly maxConcurrency?: number | undefined;
  /**
   * Most items that a query holds which cannot stream: `GROUP BY`, `DISTINCT` without a matching order, an order that
   * partitions do not keep. A query that needs more fails with `buffer-exceeded`. (default `50000`)
   */
  readonly maxBufferedItems?: number | undefined;
  /** What is done about a region that is slow to answer a read, or fails it in a way that may pass. (default: a second one is asked) */
  readonly availabilityStrategy?: AvailabilityStrategy | undefined;
  /** Switches asking a second region on or off, whatever `availabilityStrategy` says. (default: as that says) */
  readonly hedgingEnabled?: boolean | undefined;
  /** Which share of the throughput the operation may use, and how urgent it is; each field is looked up by itself. */
  readonly throughputControl?: ThroughputControlOptions | undefined;
  /**
   * Whether queries say how much work they were: `headers.queryMetrics` of their pages. Costs the service a little. (default `false`)
   *
   * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query-metrics
   */
  readonly queryMetrics?: boolean | undefined;
  /**
   * Whether queries say which indexes they used and could use: `headers.indexMetrics` of their pages. Slows queries down; for
   * development. (default `false`)
   *
   * @see https://learn.microsoft.com/azure/cosmos-db/nosql/index-metrics
   */
  readonly indexMetrics?: boolean | undefined;
  /** Longest continuation that the service makes for one partition, in kilobytes, 1 to 1024; more of it saves work. (default: the service's) */
  readonly continuationTokenLimitInKb?: number | undefined;
  /** How reads use the cache of a dedicated gateway, where the endpoint is one; each field is looked up by itself. */
  readonly integratedCache?: IntegratedCacheOptions | undefined;
  /** Longest answer that is taken, in bytes, 4194304 to 1073741824; a longer one fails with `too-large`. (default `16777216`) */
  readonly maxPageBytes?: number | undefined;
  /**
   * Headers added to every request; they never replace what the driver sets, and those of the connection (`host`,
   * `content-length` and so on) are refused. Replaces those of a lower layer. (default `{}`)
   */
  readonly customHeaders?: Readonly<Record<string, string>> | undefined;
}

/** Operation options of one call, with what only a call can have. */
export interface ExecuteOptions extends OperationOptions {
  /** Stops the operation; it then fails with code `aborted`. */
  readonly signal?: AbortSignal | undefined;
}
