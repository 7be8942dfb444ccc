import { headerNames } from '@perdura/cosmos-protocol';

/** The headers of a response that have a type. What is absent, or has no sensible value, is `undefined`. */
export interface CosmosResponseHeaders {
  /** Id of the operation, for support requests. */
  readonly activityId: string | undefined;
  /** What the request cost, in request units. */
  readonly requestCharge: number | undefined;
  /** What the session has seen now. */
  readonly sessionToken: string | undefined;
  /** Version of the resource, with its quotes. */
  readonly etag: string | undefined;
  /** Where the feed goes on. */
  readonly continuation: string | undefined;
  /** How many resources the page holds. */
  readonly itemCount: number | undefined;
  /** What the status means more exactly. */
  readonly subStatus: number | undefined;
  /** How long to wait before the next attempt, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** How long the service worked, in milliseconds. */
  readonly serverDurationMs: number | undefined;
  /** The partition key range that answered. */
  readonly partitionKeyRangeId: string | undefined;
  /** Log sequence number of the partition; 64 bits, so a string. */
  readonly lsn: string | undefined;
  /** Log sequence number at which the item was written; 64 bits, so a string. */
  readonly itemLsn: string | undefined;
  /** How a query used the index, JSON. */
  readonly indexMetrics: string | undefined;
  /** How a query was executed, `name=value;` text. */
  readonly queryMetrics: string | undefined;
  /** Limits of the resource, `name=value;` text. */
  readonly resourceQuota: string | undefined;
  /** Use of those limits, `name=value;` text. */
  readonly resourceUsage: string | undefined;
  /** Id shared by the requests of one query. */
  readonly correlatedActivityId: string | undefined;
  /** Id of the transport's request. */
  readonly transportRequestId: string | undefined;
  /** When the resource was last written, an HTTP date. */
  readonly lastModified: string | undefined;
  /** Log sequence number that all regions have; 64 bits, so a string. */
  readonly globalCommittedLsn: string | undefined;
  /** Log sequence number that a quorum has acknowledged; 64 bits, so a string. */
  readonly quorumAckedLsn: string | undefined;
  /** The same, local to the replica; 64 bits, so a string. */
  readonly quorumAckedLocalLsn: string | undefined;
  /** Log sequence number of the replica; 64 bits, so a string. */
  readonly localLsn: string | undefined;
  /** Log sequence number of the replica at which the item was written; 64 bits, so a string. */
  readonly itemLocalLsn: string | undefined;
  /** How many regions serve reads besides the write region. */
  readonly numberOfReadRegions: number | undefined;
  /** When the replica last changed its role, an HTTP date. */
  readonly lastStateChange: string | undefined;
  /** How many replicas a write must reach. */
  readonly currentWriteQuorum: number | undefined;
  /** How many replicas there are. */
  readonly currentReplicaSetSize: number | undefined;
  /** Role of the replica. */
  readonly xpRole: number | undefined;
  /** Version of the gateway. */
  readonly gatewayVersion: string | undefined;
  /** Version of the service. */
  readonly serviceVersion: string | undefined;
  /** Version of the resource schema. */
  readonly schemaVersion: string | undefined;
  /** Number of the physical partition that answered. */
  readonly physicalPartitionId: string | undefined;
  /** Id of the physical partition that answered, as the service calls it within. */
  readonly internalPartitionId: string | undefined;
  /** Whether the write may still lose a conflict against one of another region. */
  readonly hasTentativeWrites: boolean | undefined;
  /** When a conflict of writes in several regions was resolved in favour of this item, as the service writes it. */
  readonly conflictResolvedTimestamp: string | undefined;
  /** Whether items of a partition key that is being deleted are still there. */
  readonly isPartitionKeyDeletePending: boolean | undefined;
  /** Whether a change of throughput is still under way. */
  readonly isOfferReplacePending: boolean | undefined;
  /** Least throughput that the service accepts now, in request units per second. */
  readonly minRequestUnitsPerSecond: number | undefined;
  /** Progress of an index change, in percent. */
  readonly indexTransformationProgress: number | undefined;
  /** Progress of lazy indexing, in percent. */
  readonly lazyIndexingProgress: number | undefined;
  /** What a stored procedure logged. */
  readonly scriptLog: string | undefined;
  /** How a query was executed, JSON. */
  readonly queryExecutionInfo: string | undefined;
  /** Link of the resource's parent by name. */
  readonly altContentPath: string | undefined;
  /** Resource id of the resource's parent. */
  readonly contentPath: string | undefined;
}

/**
 * Reads the typed headers. A value that cannot be read is absent, never an error.
 *
 * @param raw  Headers by name in lower case.
 * @see https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-response-headers
 */
export function readResponseHeaders(raw: Readonly<Record<string, string>>): CosmosResponseHeaders {
  return {
    activityId: raw[headerNames.activityId],
    requestCharge: readNumber(raw[headerNames.requestCharge]),
    sessionToken: raw[headerNames.sessionToken],
    etag: raw[headerNames.etag],
    continuation: raw[headerNames.continuation],
    itemCount: readNumber(raw[headerNames.itemCount]),
    subStatus: readNumber(raw[headerNames.subStatus]),
    retryAfterMs: readNumber(raw[headerNames.retryAfterMs]),
    serverDurationMs: readNumber(raw[headerNames.requestDurationMs]),
    partitionKeyRangeId: raw[headerNames.partitionKeyRangeId],
    lsn: raw[headerNames.lsn],
    itemLsn: raw[headerNames.itemLsn],
    indexMetrics: readBase64(raw[headerNames.indexUtilization]),
    queryMetrics: raw[headerNames.queryMetrics],
    resourceQuota: raw[headerNames.resourceQuota],
    resourceUsage: raw[headerNames.resourceUsage],
    correlatedActivityId: raw[headerNames.correlatedActivityId],
    transportRequestId: raw[headerNames.transportRequestId],
    lastModified: raw[headerNames.lastModified],
    globalCommittedLsn: raw[headerNames.globalCommittedLsn],
    quorumAckedLsn: raw[headerNames.quorumAckedLsn],
    quorumAckedLocalLsn: raw[headerNames.quorumAckedLocalLsn],
    localLsn: raw[headerNames.localLsn],
    itemLocalLsn: raw[headerNames.itemLocalLsn],
    numberOfReadRegions: readNumber(raw[headerNames.numberOfReadRegions]),
    lastStateChange: raw[headerNames.lastStateChangeUtc],
    currentWriteQuorum: readNumber(raw[headerNames.currentWriteQuorum]),
    currentReplicaSetSize: readNumber(raw[headerNames.currentReplicaSetSize]),
    xpRole: readNumber(raw[headerNames.xpRole]),
    gatewayVersion: raw[headerNames.gatewayVersion],
    serviceVersion: raw[headerNames.serviceVersion],
    schemaVersion: raw[headerNames.schemaVersion],
    physicalPartitionId: raw['x-ms-cosmos-physical-partition-id'],
    internalPartitionId: raw[headerNames.internalPartitionId],
    hasTentativeWrites: readBoolean(raw[headerNames.allowTentativeWrites]),
    conflictResolvedTimestamp: raw['x-ms-cosmos-conflict-resolved-timestamp'],
    isPartitionKeyDeletePending: readBoolean(raw['x-ms-cosmos-is-partition-key-delete-pending']),
    isOfferReplacePending: readBoolean(raw[headerNames.offerReplacePending]),
    minRequestUnitsPerSecond: readNumber(raw[headerNames.minimumThroughput]),
    indexTransformationProgress: readNumber(raw[headerNames.indexTransformationProgress]),
    lazyIndexingProgress: readNumber(raw[headerNames.lazyIndexingProgress]),
    scriptLog: readPercentEncoded(raw[headerNames.scriptLogResults]),
    queryExecutionInfo: raw[headerNames.queryExecutionInfo],
    altContentPath: raw[headerNames.altContentPath],
    contentPath: raw[headerNames.contentPath],
  };
}

/** A header that holds a number from 0 on. */
export function readNumber(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function readBoolean(text: string | undefined): boolean | undefined {
  const word = text?.toLowerCase();
  if (word === 'true') return true;
  return word === 'false' ? false : undefined;
}

function readPercentEncoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    // A log is no reason to fail an operation.
    return undefined;
  }
}

function readBase64(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
  } catch {
    // What the service meant to tell about an index is no reason to fail a query.
    return undefined;
  }
}
