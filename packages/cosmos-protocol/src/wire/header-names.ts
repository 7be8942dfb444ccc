/**
 * The names of all headers that Cosmos DB requests and responses carry, frozen and in lower case as Node delivers them.
 *
 * The casing of a *value* differs from header to header (`True` here, `true` there) and is part of its description.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-request-headers
 * @see https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-response-headers
 */
export const headerNames = {
  /** The credential: a signature or token, form-url-encoded. */
  authorization: 'authorization',
  /** When the request was signed, as an HTTP date. */
  date: 'x-ms-date',
  /** Version of the REST API the client speaks, such as `2020-07-15`. */
  version: 'x-ms-version',
  /** Id of one logical operation, the same on all its attempts; echoed. */
  activityId: 'x-ms-activity-id',
  /** Id of the client instance, a UUID. */
  clientId: 'x-ms-client-id',
  /** Who asks. */
  userAgent: 'user-agent',
  /** Media types the client reads. */
  accept: 'accept',
  /** Media type of the body. */
  contentType: 'content-type',
  /** Length of the body in bytes. */
  contentLength: 'content-length',
  /** `no-cache` on requests. */
  cacheControl: 'cache-control',
  /** Bit set of what the client understands. */
  supportedCapabilities: 'x-ms-cosmos-sdk-supportedcapabilities',
  /** `true` keeps the gateway from repeating a 449 by itself. */
  noRetryOnRetryWith: 'x-ms-noretry-449',
  /** Partition key, a JSON array in ASCII. */
  partitionKey: 'x-ms-documentdb-partitionkey',
  /** Partition key range: asked for in a request, the one that served in a response. */
  partitionKeyRangeId: 'x-ms-documentdb-partitionkeyrangeid',
  /** Start of the addressed part of a range, inclusive, in hex. */
  startEffectivePartitionKey: 'x-ms-start-epk',
  /** End of the addressed part of a range, exclusive, in hex. */
  endEffectivePartitionKey: 'x-ms-end-epk',
  /** `EffectivePartitionKeyRange` beside a start and an end. */
  readKeyType: 'x-ms-read-key-type',
  /** `true` makes a create an upsert. */
  isUpsert: 'x-ms-documentdb-is-upsert',
  /** `True` makes a POST to a feed a query. */
  isQuery: 'x-ms-documentdb-isquery',
  /** `True` asks for the plan of a query instead of its results. */
  isQueryPlanRequest: 'x-ms-cosmos-is-query-plan-request',
  /** Features of a plan that the client can execute, separated by commas. */
  supportedQueryFeatures: 'x-ms-cosmos-supported-query-features',
  /** Version of the query language, `1.0`. */
  queryVersion: 'x-ms-cosmos-query-version',
  /** `True` lets a query go over several partitions. */
  enableCrossPartitionQuery: 'x-ms-documentdb-query-enablecrosspartition',
  /** `true` asks for index metrics. */
  populateIndexMetrics: 'x-ms-cosmos-populateindexmetrics',
  /** `true` asks for query metrics. */
  populateQueryMetrics: 'x-ms-documentdb-populatequerymetrics',
  /** `true` asks for the quota headers of a container. */
  populateQuotaInfo: 'x-ms-documentdb-populatequotainfo',
  /** Longest continuation that a page may have, in kilobytes. */
  continuationTokenLimitInKb: 'x-ms-documentdb-responsecontinuationtokenlimitinkb',
  /** How old an answer from the cache of a dedicated gateway may be, in milliseconds. */
  dedicatedGatewayMaxAge: 'x-ms-dedicatedgateway-max-age',
  /** `true` leaves the cache of a dedicated gateway as it is. */
  dedicatedGatewayBypassCache: 'x-ms-dedicatedgateway-bypass-cache',
  /** `True` makes a POST to a feed a batch. */
  isBatchRequest: 'x-ms-cosmos-is-batch-request',
  /** `True` makes a batch all or nothing. */
  batchAtomic: 'x-ms-cosmos-batch-atomic',
  /** `False` stops a batch at its first failure. */
  batchContinueOnError: 'x-ms-cosmos-batch-continue-on-error',
  /** Page size of a feed; `-1` leaves it to the service. */
  maxItemCount: 'x-ms-max-item-count',
  /** Where a feed goes on: from the last response, into the next request. */
  continuation: 'x-ms-continuation',
  /** How many resources a page holds. */
  itemCount: 'x-ms-item-count',
  /** What the client has seen: `{range}:{progress}`, separated by commas. */
  sessionToken: 'x-ms-session-token',
  /** Consistency of one read, no stronger than the account has. */
  consistencyLevel: 'x-ms-consistency-level',
  /** How one read chooses its replica. */
  readConsistencyStrategy: 'x-ms-cosmos-read-consistency-strategy',
  /** Only if the resource still has this ETag. */
  ifMatch: 'if-match',
  /** Only if the resource no longer has this ETag; the continuation of a change feed. */
  ifNoneMatch: 'if-none-match',
  /** Start of a change feed, an HTTP date. */
  ifModifiedSince: 'if-modified-since',
  /** `Incremental Feed` or `Full-Fidelity Feed`. */
  aIm: 'a-im',
  /** Wire format of a change feed, a date. */
  changeFeedWireFormatVersion: 'x-ms-cosmos-changefeed-wire-format-version',
  /** `return=minimal` leaves out the body of a write's response. */
  prefer: 'prefer',
  /** Bucket of throughput control. */
  throughputBucket: 'x-ms-cosmos-throughput-bucket',
  /** `High` or `Low`. */
  priorityLevel: 'x-ms-cosmos-priority-level',
  /** `true` on writes to accounts with several write regions; in a response, whether the write may still lose a conflict. */
  allowTentativeWrites: 'x-ms-cosmos-allow-tentative-writes',
  /** `True` lets only the hub region answer. */
  hubRegionProcessingOnly: 'x-ms-cosmos-hub-region-processing-only',
  /** Serialisations the client reads. */
  supportedSerializationFormats: 'x-ms-cosmos-supported-serialization-formats',
  /** Provisioned throughput of a new database or container, in request units per second. */
  offerThroughput: 'x-ms-offer-throughput',
  /** Autoscale settings of a new database or container, JSON. */
  offerAutopilotSettings: 'x-ms-cosmos-offer-autopilot-settings',
  /** Whether a change of throughput is still under way. */
  offerReplacePending: 'x-ms-offer-replace-pending',
  /** Least throughput that the service accepts for an offer now, in request units per second. */
  minimumThroughput: 'x-ms-cosmos-min-throughput',
  /** `true` makes an offer of manual throughput one of autoscale. */
  migrateOfferToAutopilot: 'x-ms-cosmos-migrate-offer-to-autopilot',
  /** `true` makes an offer of autoscale one of manual throughput. */
  migrateOfferToManual: 'x-ms-cosmos-migrate-offer-to-manual-throughput',
  /** What the request cost, in request units. */
  requestCharge: 'x-ms-request-charge',
  /** How long the service worked, in milliseconds. */
  requestDurationMs: 'x-ms-request-duration-ms',
  /** What a status means more exactly. */
  subStatus: 'x-ms-substatus',
  /** How long to wait before the next attempt, in milliseconds. */
  retryAfterMs: 'x-ms-retry-after-ms',
  /** Version of the resource, of a feed's state. */
  etag: 'etag',
  /** When the resource was last written, an HTTP date. */
  lastModified: 'last-modified',
  /** Log sequence number of the partition. */
  lsn: 'lsn',
  /** Log sequence number at which the item was written. */
  itemLsn: 'x-ms-item-lsn',
  /** Local log sequence number of the replica. */
  localLsn: 'x-ms-cosmos-llsn',
  /** Local log sequence number at which the item was written. */
  itemLocalLsn: 'x-ms-cosmos-item-llsn',
  /** Log sequence number that a quorum has acknowledged. */
  quorumAckedLsn: 'x-ms-quorum-acked-lsn',
  /** Local log sequence number that a quorum has acknowledged. */
  quorumAckedLocalLsn: 'x-ms-cosmos-quorum-acked-llsn',
  /** Log sequence number that all regions have. */
  globalCommittedLsn: 'x-ms-global-committed-lsn',
  /** How many regions serve reads besides the write region. */
  numberOfReadRegions: 'x-ms-number-of-read-regions',
  /** When the replica last changed its role, an HTTP date. */
  lastStateChangeUtc: 'x-ms-last-state-change-utc',
  /** Limits of the resource, `name=value;` text. */
  resourceQuota: 'x-ms-resource-quota',
  /** Use of those limits, `name=value;` text. */
  resourceUsage: 'x-ms-resource-usage',
  /** Version of the resource schema. */
  schemaVersion: 'x-ms-schemaversion',
  /** Version of the gateway. */
  gatewayVersion: 'x-ms-gatewayversion',
  /** Version of the service. */
  serviceVersion: 'x-ms-serviceversion',
  /** Link of the resource's parent by name. */
  altContentPath: 'x-ms-alt-content-path',
  /** Id of the resource's parent. */
  contentPath: 'x-ms-content-path',
  /** Id of the transport's request. */
  transportRequestId: 'x-ms-transport-request-id',
  /** How many replicas a write must reach. */
  currentWriteQuorum: 'x-ms-current-write-quorum',
  /** How many replicas there are. */
  currentReplicaSetSize: 'x-ms-current-replica-set-size',
  /** Role of the replica. */
  xpRole: 'x-ms-xp-role',
  /** Id of the physical partition. */
  internalPartitionId: 'x-ms-cosmos-internal-partition-id',
  /** Index metrics, base64 of JSON. */
  indexUtilization: 'x-ms-cosmos-index-utilization',
  /** Query metrics, `name=value;` text. */
  queryMetrics: 'x-ms-documentdb-query-metrics',
  /** How a query was executed, JSON. */
  queryExecutionInfo: 'x-ms-cosmos-query-execution-info',
  /** Id shared by the requests of one query. */
  correlatedActivityId: 'x-ms-cosmos-correlated-activityid',
  /** Progress of an index change, in percent. */
  indexTransformationProgress: 'x-ms-documentdb-collection-index-transformation-progress',
  /** Progress of lazy indexing, in percent. */
  lazyIndexingProgress: 'x-ms-documentdb-collection-lazy-indexing-progress',
  /** What a stored procedure logged, percent-encoded. */
  scriptLogResults: 'x-ms-documentdb-script-log-results',
} as const;

Object.freeze(headerNames);
