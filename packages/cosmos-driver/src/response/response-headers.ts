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
  };
}

/** A header that holds a number from 0 on. */
export function readNumber(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
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
