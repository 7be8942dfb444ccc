import { type CosmosOperation, type ExecuteOptions, ifMatch, ifNoneMatch } from '@perdura/cosmos-driver';
import type { CosmosHeaders } from './cosmos-headers.ts';
import type { PriorityLevel } from './kinds.ts';
import { notImplemented } from './not-implemented.ts';

/** Options of every call. */
export interface SharedOptions {
  /** See at least what this token has seen. */
  sessionToken?: string;
  /** Headers added to the request; they never replace those of the client. */
  initialHeaders?: CosmosHeaders;
  /** Ends the call with an `AbortError`. */
  abortSignal?: AbortSignal;
  /** How old an answer of the integrated cache may be, in milliseconds. */
  maxIntegratedCacheStalenessInMs?: number;
  /** Whether the integrated cache is neither asked nor filled. */
  bypassIntegratedCache?: boolean;
  /** How urgent the request is. */
  priorityLevel?: PriorityLevel;
  /** Number of a throughput bucket, 1 to 5. */
  throughputBucket?: number;
  /** How consistent the read is. */
  consistencyLevel?: string;
  /** Of no effect: the service knows no request units per minute any more. */
  disableRUPerMinuteUsage?: boolean;
  /** Regions not to be used. */
  excludedLocations?: string[];
}

/** Options of calls on one resource. */
export interface RequestOptions extends SharedOptions {
  /** Under which condition: `{ type: 'IfMatch', condition: etag }`; any other type means `IfNoneMatch`. */
  accessCondition?: { type: string; condition: string };
  /** Of no effect: there are no scripts. */
  enableScriptLogging?: boolean;
  /** Whether the item is indexed: `Include`, `Exclude` or `Default`. */
  indexingDirective?: string;
  /** Throughput of a container that is created, in request units per second. */
  offerThroughput?: number;
  /** Of no effect: performance levels are gone. */
  offerType?: string;
  /** Whether the quota of the container is told, in the headers. */
  populateQuotaInfo?: boolean;
  /** Not offered. */
  postTriggerInclude?: string | string[];
  /** Not offered. */
  preTriggerInclude?: string | string[];
  /** Of no effect: there are no permissions. */
  resourceTokenExpirySeconds?: number;
  /** Of no effect. */
  urlConnection?: string;
  /** Whether items without id are refused. (default `false`: they get a UUID, also in the object that was given) */
  disableAutomaticIdGeneration?: boolean;
  /** Whether results of batches and bulks carry the items; refused for single items. (default `true`) */
  contentResponseOnWriteEnabled?: boolean;
}

/** What the driver is told. @throws {ErrorResponse} 501 for what is not offered. */
export function executeOptions(options: RequestOptions | undefined): ExecuteOptions {
  if (options === undefined) return {};
  for (const name of ['preTriggerInclude', 'postTriggerInclude'] as const) {
    if (options[name] !== undefined) throw notImplemented(`RequestOptions.${name}`);
  }
  const { abortSignal, excludedLocations, priorityLevel, throughputBucket } = options;
  const { maxIntegratedCacheStalenessInMs: maxStalenessMs, bypassIntegratedCache: bypassed } = options;
  return {
    signal: abortSignal,
    excludedRegions: excludedLocations,
    throughputControl:
      priorityLevel === undefined && throughputBucket === undefined ? undefined : { priorityLevel, throughputBucket },
    integratedCache: maxStalenessMs === undefined && bypassed === undefined ? undefined : { maxStalenessMs, bypassed },
    ...consistencyOptions(options.consistencyLevel, {
      ...headersOf(options.initialHeaders),
      ...(options.indexingDirective === undefined ? {} : { 'x-ms-indexing-directive': options.indexingDirective }),
      ...(options.populateQuotaInfo === true ? { 'x-ms-documentdb-populatequotainfo': 'true' } : {}),
    }),
  };
}

/** The operation for the session, and under the condition, that options ask for. */
export function withRequestOptions(operation: CosmosOperation, options: RequestOptions | undefined): CosmosOperation {
  const { sessionToken, accessCondition } = options ?? {};
  let changed = operation;
  if (sessionToken) changed = changed.withSessionToken(sessionToken);
  if (accessCondition) {
    const { type, condition } = accessCondition;
    changed = changed.withPrecondition(type === 'IfMatch' ? ifMatch(condition) : ifNoneMatch(condition));
  }
  return changed;
}

/** Headers as texts, without those that have no value. */
export function headersOf(headers: CosmosHeaders | undefined): Record<string, string> {
  const given = Object.entries(headers ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** The two levels that the driver knows by name are told it; of the others the service is. */
export function consistencyOptions(
  level: string | undefined,
  headers: Readonly<Record<string, string>>,
): Pick<ExecuteOptions, 'readConsistencyStrategy' | 'customHeaders'> {
  const named = level === 'Session' || level === 'Eventual';
  const customHeaders = level === undefined || named ? headers : { ...headers, 'x-ms-consistency-level': level };
  return {
    ...(named ? { readConsistencyStrategy: level } : {}),
    ...(Object.keys(customHeaders).length > 0 ? { customHeaders } : {}),
  };
}
