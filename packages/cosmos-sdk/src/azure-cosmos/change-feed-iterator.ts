import { type CosmosDiagnostics, CosmosOperation } from '@perdura/cosmos-driver';
import type { Account } from './account.ts';
import { changesOf } from './change-feed-pull-iterator.ts';
import type { CosmosHeaders } from './cosmos-headers.ts';
import { type PartitionKey, scopeKey } from './partition-key.ts';
import type { ContainerLink, Resource } from './resource.ts';
import { StatusCodes } from './status-codes.ts';

/** Options of `items.changeFeed`. */
export interface ChangeFeedOptions {
  /** Most changes of a page. */
  maxItemCount?: number;
  /** Where an earlier page ended. */
  continuation?: string;
  /** See at least what this token has seen. */
  sessionToken?: string;
  /** Start with the first change ever. (default `false`: with the next one) */
  startFromBeginning?: boolean;
  /** Start with the first change after a time. */
  startTime?: Date;
}

/** A page of changes. */
export class ChangeFeedResponse<T> {
  /** The changes; none with status 304. */
  readonly result: T;
  /** How many. */
  readonly count: number;
  /** 200, or 304 when there is nothing new so far. */
  readonly statusCode: number;
  /** Every attempt it took. */
  readonly diagnostics: CosmosDiagnostics;
  /** The headers of the answer, names in lower case. */
  headers: CosmosHeaders;

  constructor(result: T, count: number, statusCode: number, headers: CosmosHeaders, diagnostics: CosmosDiagnostics) {
    this.result = result;
    this.count = count;
    this.statusCode = statusCode;
    this.headers = Object.freeze(headers);
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

  /** Where to go on, for the option of the same name. */
  get continuation(): string {
    return this.etag;
  }

  /** What the session has seen. */
  get sessionToken(): string {
    return this.headers['x-ms-session-token'] as string;
  }

  /** The same as `continuation`. */
  get etag(): string {
    return this.headers.etag as string;
  }
}

/** The changes of one partition key, page by page, up to the newest. */
export class ChangeFeedIterator<T> {
  readonly #container: ContainerLink;
  readonly #account: Account;
  readonly #partitionKey: PartitionKey | undefined;
  readonly #options: ChangeFeedOptions;
  #token: string | undefined;
  #isAtEnd = false;

  /** Made by `items.changeFeed`. */
  constructor(
    container: ContainerLink,
    account: Account,
    partitionKey: PartitionKey | undefined,
    options: ChangeFeedOptions,
  ) {
    this.#container = container;
    this.#account = account;
    this.#partitionKey = partitionKey;
    this.#options = options;
    this.#token = options.continuation || undefined;
  }

  /** Whether the last page was not the one that said there is nothing new. */
  get hasMoreResults(): boolean {
    return !this.#isAtEnd;
  }

  /** The pages that have changes, up to the newest. */
  async *getAsyncIterator(): AsyncGenerator<ChangeFeedResponse<Array<T & Resource>>, void, undefined> {
    do {
      const page = await this.fetchNext();
      if (page.count > 0) yield page;
    } while (this.hasMoreResults);
  }

  /** The next page, also after one that said there is nothing new. @throws {Error} without a partition key. */
  async fetchNext(): Promise<ChangeFeedResponse<Array<T & Resource>>> {
    const partitionKey = this.#partitionKey;
    if (partitionKey === undefined) {
      throw new Error('A change feed by items.changeFeed needs a partition key; getChangeFeedIterator does not.');
    }
    const response = await this.#account.execute(() => this.#operation(partitionKey));
    this.#token = response.continuationToken;
    this.#isAtEnd = response.status.code === StatusCodes.NotModified;
    const result = changesOf<T & Resource>(response);
    const headers = { ...response.rawHeaders, etag: this.#token ?? '' };
    return new ChangeFeedResponse(result, result.length, response.status.code, headers, response.diagnostics);
  }

  async #operation(partitionKey: PartitionKey): Promise<CosmosOperation> {
    const { database, id } = this.#container;
    const { maxItemCount, sessionToken, startFromBeginning, startTime } = this.#options;
    const reference = await this.#account.resolveContainer(database.id, id);
    const startFrom = startTime ?? (startFromBeginning ? 'beginning' : 'now');
    let feed = CosmosOperation.changeFeed(reference, { startFrom }).withScope(scopeKey(partitionKey));
    if (typeof maxItemCount === 'number') feed = feed.withMaxItemCount(maxItemCount);
    if (sessionToken) feed = feed.withSessionToken(sessionToken);
    return this.#token === undefined ? feed : feed.withContinuation(this.#token);
  }
}
