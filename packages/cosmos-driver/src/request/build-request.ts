import { headerNames } from '@perdura/cosmos-protocol';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { isDataPlane, isRead } from '../operation/operation-traits.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { readConsistency } from '../session/read-consistency.ts';
import { addFeedHeaders } from './feed-headers.ts';
import { addOperationHeaders } from './operation-headers.ts';
import { addReadHeaders } from './read-headers.ts';
import type { RequestTarget } from './request-target.ts';
import type { WireRequest } from './wire-request.ts';

/** What a request is made of. */
export interface RequestParts {
  readonly operation: CosmosOperation;
  readonly target: RequestTarget;
  /** Scheme, host and port of the endpoint. */
  readonly endpointUrl: string;
  readonly options: ResolvedOperationOptions;
  /** Who asks: the driver's id and its user agent. */
  readonly identity: { readonly clientId: string; readonly userAgent: string };
  /** Id of the operation, the same on all its attempts. */
  readonly activityId: string;
  /** When the request is signed, as an HTTP date. */
  readonly date: string;
  /** What the driver has read and written so far; the operation's own token takes its place. */
  readonly sessionToken: string | undefined;
  /** Whether several regions accept writes. */
  readonly multiWrite: boolean;
  /** Whether only the hub region may answer. */
  readonly hubRegionOnly: boolean;
}

/**
 * Writes an operation as an HTTP request, unsigned. Custom headers come first, so that they never replace one of ours.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-request-headers
 */
export function buildRequest(parts: RequestParts): WireRequest {
  const { operation, target, options, identity } = parts;
  const headers: Record<string, string> = {};
  for (const name in options.customHeaders) headers[name.toLowerCase()] = options.customHeaders[name] as string;

  headers[headerNames.version] = defaults.apiVersion;
  headers[headerNames.date] = parts.date;
  headers[headerNames.clientId] = identity.clientId;
  headers[headerNames.userAgent] = identity.userAgent;
  headers[headerNames.activityId] = parts.activityId;
  headers[headerNames.accept] = 'application/json';
  headers[headerNames.cacheControl] = 'no-cache';
  headers[headerNames.contentType] = 'application/json';
  headers[headerNames.noRetryOnRetryWith] = 'true';
  headers[headerNames.supportedCapabilities] = defaults.supportedCapabilities;

  const consistency = readConsistency(operation, options);
  if (consistency !== undefined) {
    headers[headerNames.readConsistencyStrategy] = consistency;
    // The two contradict each other.
    delete headers[headerNames.consistencyLevel];
  }

  const { resource, precondition } = operation;
  if (resource.kind === 'item' || resource.kind === 'logical-partition') {
    headers[headerNames.partitionKey] = resource.partitionKey.header;
  }
  addOperationHeaders(headers, operation);
  if (precondition !== undefined) headers[precondition.kind] = precondition.etag;
  if (operation.feed !== undefined) addFeedHeaders(headers, operation, operation.feed);
  const sessionToken = operation.sessionToken ?? parts.sessionToken;
  if (sessionToken !== undefined) headers[headerNames.sessionToken] = sessionToken;
  if (isDataPlane(operation)) {
    addThroughputControl(headers, options);
    addReadHeaders(headers, operation, options);
  }
  if (parts.hubRegionOnly) headers[headerNames.hubRegionProcessingOnly] = 'True';
  if (!isRead(operation)) {
    if (parts.multiWrite) headers[headerNames.allowTentativeWrites] = 'true';
    if (!returnsContent(operation, options)) headers[headerNames.prefer] = 'return=minimal';
  }
  return { method: target.method, url: parts.endpointUrl + target.path, headers, body: operation.body };
}

/**
 * @see https://learn.microsoft.com/azure/cosmos-db/throughput-buckets
 * @see https://learn.microsoft.com/azure/cosmos-db/priority-based-execution
 */
function addThroughputControl(
  headers: Record<string, string>,
  { throughputControl: { throughputBucket, priorityLevel } }: ResolvedOperationOptions,
): void {
  if (throughputBucket !== undefined) headers[headerNames.throughputBucket] = String(throughputBucket);
  if (priorityLevel !== undefined) headers[headerNames.priorityLevel] = priorityLevel;
}

/** Databases, containers and offers always come back: whoever makes or changes one needs what the service made of it. */
function returnsContent(operation: CosmosOperation, options: ResolvedOperationOptions): boolean {
  if (options.contentResponseOnWrite) return true;
  return !isDataPlane(operation) && (operation.type === 'create' || operation.type === 'replace');
}
