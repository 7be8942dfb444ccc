import {
  type ContainerReference,
  type CosmosDiagnostics,
  CosmosOperation,
  type CosmosResponse,
  type PartitionKey as DriverKey,
  FeedRange as DriverRange,
} from '@perdura/cosmos-driver';
import type { Account } from './account.ts';
import { type ChangeFeedStart, ChangeFeedStartFrom } from './change-feed-start-from.ts';
import type { CosmosHeaders } from './cosmos-headers.ts';
import { ErrorResponse } from './error-response.ts';
import { FeedRange } from './feed-range.ts';
import { ChangeFeedMode, type PriorityLevel } from './kinds.ts';
import { isPartitionKey, type PartitionKey, scopeKey } from './partition-key.ts';
import { executeOptions } from './request-options.ts';
import type { ContainerLink, Resource } from './resource.ts';
import { translatingErrors } from './translate-error.ts';

/** Options of `items.getChangeFeedIterator`. */
export interface ChangeFeedIteratorOptions {
  /** Most changes of a page. */
  maxItemCount?: number;
  /** See at least what this token has seen. */
  sessionToken?: string;
  /** Where it starts. (default: with the next change) */
  changeFeedStartFrom?: ChangeFeedStartFrom;
  /** What it tells of. (default: newest versions) */
  changeFeedMode?: ChangeFeedMode;
  /** Regions not to be used. */
  excludedLocations?: string[];
  /** How urgent the requests are. */
  priorityLevel?: PriorityLevel;
  /** Number of a throughput bucket, 1 to 5. */
  throughputBucket?: number;
}

/** A page of changes. */
export class ChangeFeedIteratorResponse<T> {
  /** The changes; none with status 304. */
  readonly result: T;
  /** How many. */
  readonly count: number;
  /** 200, or 304 when there is nothing new so far. */
  readonly statusCode: number;
  /** Every attempt it took. */
  readonly diagnostics: CosmosDiagnostics;
  /** The service's sub-status. */
  readonly subStatusCode?: number;
  /** The headers of the answer, names in lower case. */
  headers: CosmosHeaders;

  constructor(result: T, count: number, statusCode: number, headers: CosmosHeaders, diagnostics: CosmosDiagnostics) {
    this.result = result;
    this.count = count;
    this.statusCode = statusCode;
    this.headers = headers;
    this.diagnostics = diagnostics;
  }

  /** What it cost, in request units. */
  get requestCharge(): number {
    return Number(this.headers['x-ms-request-charge']) || 0;
  }

  /** Id of the request. */
  get activityId(): string {
    return this.headers['x-ms-activity-id'] as string;
  }

  /** Where to go on, for `ChangeFeedStartFrom.Continuation`. */
  get continuationToken(): string {
    return this.headers['x-ms-continuation-token'] as string;
  }

  /** What the session has seen. */
  get sessionToken(): string {
    return this.headers['x-ms-session-token'] as string;
  }
}

/** Changes, page by page. There is always a next page; one of status 304 says that there is nothing new so far. */
export interface ChangeFeedPullModelIterator<T> {
  /** Always `true`. */
  readonly hasMoreResults: boolean;
  /** The next page. */
  readNext(): Promise<ChangeFeedIteratorResponse<Array<T & Resource>>>;
  /** The pages, without end. */
  getAsyncIterator(): AsyncIterable<ChangeFeedIteratorResponse<Array<T & Resource>>>;
}

/** Begins to read changes. @throws {ErrorResponse} for options that make no sense. */
export function pullChanges<T>(
  container: ContainerLink,
  account: Account,
  given: ChangeFeedIteratorOptions = {},
): ChangeFeedPullModelIterator<T> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ErrorResponse('The options of a change feed must be an object.');
  }
  const options = given;
  const { maxItemCount } = options;
  if (maxItemCount !== undefined && !(typeof maxItemCount === 'number' && maxItemCount >= 1)) {
    throw new ErrorResponse('The maxItemCount of a change feed must be a number from 1 on.');
  }
  const call = executeOptions(options);
  let place: Place | undefined;

  async function readNext(): Promise<ChangeFeedIteratorResponse<Array<T & Resource>>> {
    const at = await translatingErrors(async () => place ?? startOf(options.changeFeedStartFrom));
    const response = await account.execute(async () => {
      const reference = await account.resolveContainer(container.database.id, container.id);
      return changesFrom(reference, at, options);
    }, call);
    const token = response.continuationToken;
    place = { ...at, token };
    const headers = { ...response.rawHeaders, 'x-ms-continuation-token': writeToken(place) };
    const result = changesOf<T & Resource>(response);
    return new ChangeFeedIteratorResponse(result, result.length, response.status.code, headers, response.diagnostics);
  }

  return {
    hasMoreResults: true,
    readNext,
    async *getAsyncIterator() {
      for (;;) yield await readNext();
    },
  };
}

/** The changes of a page. */
export function changesOf<T>({ body }: CosmosResponse): T[] {
  return body.kind === 'items' ? [...(body.items as readonly T[])] : [];
}

/** Where a feed is: what it is about, and from when on it is told or where it goes on. */
interface Place {
  readonly of: PartitionKey | { readonly min: string; readonly max: string } | undefined;
  readonly from: 'beginning' | 'now' | Date;
  readonly token: string | undefined;
}

function startOf(startFrom: ChangeFeedStartFrom | undefined): Place {
  if (startFrom === undefined) return { of: undefined, from: 'now', token: undefined };
  if (!(startFrom instanceof ChangeFeedStartFrom)) throw new ErrorResponse('The start of a change feed is none.');
  const start: ChangeFeedStart = startFrom.start;
  if (start.kind === 'continuation') return readToken(start.token);
  const { of } = start;
  const from = start.kind === 'time' ? start.time : start.kind;
  if (of instanceof FeedRange) return { of: { min: of.minInclusive, max: of.maxExclusive }, from, token: undefined };
  if (of !== undefined && !isPartitionKey(of)) throw new ErrorResponse('The feed range of a change feed is none.');
  return { of, from, token: undefined };
}

function changesFrom(
  reference: ContainerReference,
  { of, from, token }: Place,
  { changeFeedMode, maxItemCount, sessionToken }: ChangeFeedIteratorOptions,
): CosmosOperation {
  const mode = changeFeedMode === ChangeFeedMode.AllVersionsAndDeletes ? 'all-versions-and-deletes' : 'latest-version';
  let feed = CosmosOperation.changeFeed(reference, { mode, startFrom: token === undefined ? from : 'now' });
  if (of !== undefined) feed = feed.withScope(scopeOf(of));
  if (maxItemCount !== undefined) feed = feed.withMaxItemCount(maxItemCount);
  if (sessionToken) feed = feed.withSessionToken(sessionToken);
  return token === undefined ? feed : feed.withContinuation(token);
}

function scopeOf(of: Exclude<Place['of'], undefined>): DriverKey | DriverRange {
  if (isPartitionKey(of)) return scopeKey(of);
  return DriverRange.fromKeys(of.min, of.max);
}

/** Which part of the container a token is about goes with it: whoever goes on says only the token. */
function writeToken({ of, token }: Place): string {
  return JSON.stringify({ perdura: 1, of, token });
}

/** @throws {ErrorResponse} 400 when the text is no token of this entry. */
function readToken(text: string): Place {
  try {
    const { perdura, of, token } = JSON.parse(text) as Record<string, unknown>;
    if (perdura === 1 && typeof token === 'string') return { of: of as Place['of'], from: 'now', token };
  } catch {
    // It is no JSON, so it is no token either.
  }
  throw new ErrorResponse('The continuation token of a change feed must be one that a page of this library gave.');
}
