/**
 * Every number and default of the driver, with its source.
 *
 * "As the Rust driver" refers to azure_data_cosmos_driver, Microsoft's current engine for Cosmos DB.
 * @see https://github.com/Azure/azure-sdk-for-rust/tree/main/sdk/cosmos/azure_data_cosmos_driver
 */
export const defaults = {
  /** Version of the REST API. @see https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-request-headers */
  apiVersion: '2020-07-15',

  /** Bit 8: the client skips response tokens it does not know. As the Rust driver sends it. */
  supportedCapabilities: '8',

  excludedRegions: Object.freeze([]) as readonly string[],
  /** As the .NET and Rust SDKs recommend: saves the service and the network a copy of what the caller has. */
  contentResponseOnWrite: false,
  sessionCapturingDisabled: false,
  /** Our choice: repeat what ends in the same state, tell of the rest. */
  retryAmbiguousWrites: 'idempotent',
  customHeaders: Object.freeze({}) as Readonly<Record<string, string>>,

  /** As the Rust driver: what the account's own consistency says. */
  readConsistencyStrategy: 'Default',
  /** Our choice: four times the 4 MB that the service puts on a page, and what a batch answers at most. */
  maxPageBytes: 16_777_216,

  /** As the service: nobody needs them all the time. */
  queryMetrics: false,
  indexMetrics: false,
  /** As the service. */
  integratedCacheBypassed: false,
  /** Ten years of 365 days. @see https://learn.microsoft.com/azure/cosmos-db/integrated-cache#maxintegratedcachestaleness */
  maxCacheStalenessMs: 315_360_000_000,

  /** As the Rust driver: up to four attempts. */
  maxFailoverRetryCount: 3,
  /** Our choice: with nowhere else to go, wait a little before asking the same region again; doubling, ±25 %. */
  sameRegionBackoffMs: 100,
  /** As the Rust driver: at the write region, which has everything; a hard limit on accounts with one write region. */
  maxSessionRetryCount: 2,

  /** Partitions that a session has seen before the driver finds out which there are. Our choice: a token of about 500 bytes. */
  sessionPartitionsPerLookup: 16,

  /** 429, as the Rust driver. The service's own wait is taken when it names one, up to the cap. */
  throttling: {
    data: { maxRetryCount: 18, maxRetryWaitMs: 270_000, maxDelayMs: 15_000 },
    metadata: { maxRetryCount: 9, maxRetryWaitMs: 30_000, maxDelayMs: 5_000 },
    firstDelayMs: 5,
    /** Time left for the last attempt before a deadline. */
    reserveMs: 100,
  },
  /** 449, as the Rust driver: 10 ms doubling to 1 s, plus up to 5 ms, for 30 s in all. */
  retryWith: { firstDelayMs: 10, jitterMs: 5, maxDelayMs: 1_000, maxWaitMs: 30_000 },
  /** 403/3 and 403/1008, as the Rust driver: at once, then 1 s doubling ±25 %, for 5 s in all. */
  topology: { firstDelayMs: 1_000, maxDelayMs: 15_000, maxWaitMs: 5_000, maxRetryCount: 10 },
  /** 410 while a partition splits, merges or moves. Our choice: 80 ms doubling to 2.56 s, eight times, about 10 s. */
  partitionMoved: { firstDelayMs: 80, maxDelayMs: 2_560, maxRetryCount: 8 },

  /** Requests of one feed under way at once. Our choice: enough to hide latency, few enough to leave throughput to others. */
  maxConcurrency: 8,
  /** What a query holds that cannot stream. Our choice: some hundred megabytes of large items, at most. */
  maxBufferedItems: 50_000,
  /** Feeds: pages of one partition that are read ahead, the one in use included; partitions a fresh feed may go to, as the Rust driver. */
  feed: { maxPagesPerRange: 3, maxFanOut: 100, mergedPageSize: 100, cachedPlans: 256 },
  /** Patches by read-modify-replace: reads with their replaces, as the Rust driver. */
  patchMaxAttempts: 5,
  /** While a change of throughput is under way: how often to look, as the Rust driver. */
  throughputPollIntervalMs: 5_000,
  /** Circuit breaker for each partition, as the Rust driver. */
  partitionFailover: {
    enabled: true,
    readFailureThreshold: 10,
    writeFailureThreshold: 5,
    counterResetWindowMs: 300_000,
    partitionUnavailabilityDurationMs: 5_000,
    failbackSweepIntervalMs: 300_000,
    consecutiveHedgeWinThreshold: 5,
  },
  /** As the Rust driver: when a second region is asked for an item, or for metadata. */
  hedging: { maxConcurrentMetadataAttempts: 32, thresholdMs: 1_000, metadataThresholdMs: 1_500 },
  /** Ids of throughput buckets go from 1 to this. @see https://learn.microsoft.com/azure/cosmos-db/throughput-buckets */
  maxThroughputBucket: 5,

  /** As the Rust driver. */
  diagnostics: {
    maxSummarySizeBytes: 8_192,
    maxRequestDiagnostics: 512,
    defaultVerbosity: 'summary',
    cpuRefreshIntervalMs: 5_000,
    /** Our choice: most of the time nobody reads them. */
    networkTimings: false,
  },

  /** Looks at process and machine that diagnostics show. As the .NET SDK: half a minute, with its interval. */
  systemUsageSamples: 6,

  /** Tokens of Microsoft Entra ID. */
  accessToken: {
    /** As the Rust driver and `@azure/cosmos`. */
    scope: 'https://cosmos.azure.com/.default',
    /** Our choice: five minutes, in which a failed renewal can be tried ten times. */
    refreshLeadMs: 300_000,
    /** Our choice: no more often than this, whatever the credential answers. */
    minRefreshIntervalMs: 30_000,
    /** Our choice: longest wait for a credential; it may ask several places, each with repeats. */
    fetchTimeoutMs: 60_000,
    /** Our choice: a token that ends this soon might end on its way. */
    expiryMarginMs: 10_000,
  },

  /** Share by which random delays differ from the computed one, as the Rust driver. */
  jitter: 0.25,

  /** How long an endpoint is avoided at least after it failed, as the Rust driver. */
  endpointUnavailabilityTtlMs: 60_000,
  /** Longest wait for the answer to a probe. Our choice: as long as for a connection. */
  probeTimeoutMs: 5_000,
  /** Time between two reads of the account that nobody asked for, as the Rust driver. */
  accountUpkeepIntervalMs: 300_000,
  /** Least time between two reads of the account that failures asked for, as the Rust driver. */
  accountRefreshIntervalMs: 5_000,
  /** Reading the account: two repeats, as the Rust driver. */
  accountReadRetryCount: 2,

  /**
   * Longest time for what several operations wait for together, requests and repeats: a container, partitions, the plan of a query, the
   * account. Our choice: a request that takes all of its 65 s, and most of another.
   */
  sharedWorkTimeoutMs: 120_000,

  /** Longest wait for one response, by kind of operation, as the Rust driver. */
  requestTimeoutMs: { data: 6_000, metadata: 65_000 },
  /** Longest wait for a connection, as the Rust driver. */
  connectTimeoutMs: 5_000,
  /** Idle connections stay open this long. Our choice: below the four minutes after which Azure's load balancers drop them. */
  idleConnectionTimeoutMs: 60_000,
  /** A connection is probed by TCP after it was idle this long, as the Rust driver. */
  tcpKeepaliveTimeMs: 1_000,

  /** Longest time an option may name: what a timer can wait. @see https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
  maxTimeMs: 2_147_483_647,
} as const;
