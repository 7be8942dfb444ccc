import { CosmosOperation, DatabaseReference } from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account } from './account.ts';
import {
  Database,
  type DatabaseDefinition,
  type DatabaseRequest,
  type DatabaseResponse,
  databaseResponse,
} from './database.ts';
import { ErrorResponse } from './error-response.ts';
import type { FeedOptions } from './feed-options.ts';
import { iterateFeed } from './iterate-feed.ts';
import { newThroughput } from './new-throughput.ts';
import type { QueryIterator } from './query-iterator.ts';
import { executeOptions, type RequestOptions } from './request-options.ts';
import { requireBodyWithId, requireResourceId } from './require-resource-id.ts';
import type { Resource } from './resource.ts';
import { type SqlQuerySpec, toFeedQuery } from './sql-query-spec.ts';
import { StatusCodes } from './status-codes.ts';
import type { Untyped } from './untyped.ts';

/** The databases of an account. */
export class Databases {
  readonly #account: Account;

  /** Made by `client.databases`. */
  constructor(account: Account) {
    this.#account = account;
  }

  /** Results of a query over the databases' properties. */
  query(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<Untyped>;
  query<T>(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<T>;
  query<T>(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<T> {
    return iterateFeed(this.#account, () => CosmosOperation.queryDatabases(toFeedQuery(query)), options);
  }

  /** All databases' properties. */
  readAll(options?: FeedOptions): QueryIterator<DatabaseDefinition & Resource> {
    return iterateFeed(this.#account, () => CosmosOperation.readFeed('databases'), options);
  }

  /** Creates a database. @throws {ErrorResponse} 409 when there is one of this id. */
  async create(body: DatabaseRequest, options?: RequestOptions): Promise<DatabaseResponse> {
    requireResourceId(body);
    const { throughput, maxThroughput, autoUpgradePolicy, ...properties } = body;
    const created = newThroughput({ ...body }, options?.offerThroughput);
    const id = body.id as string;
    const response = await this.#account.execute(
      () => CosmosOperation.createDatabase(DatabaseReference.from(id), created).withBody(encodeResource(properties)),
      executeOptions(options),
    );
    return databaseResponse(response, new Database(id, this.#account));
  }

  /** A database that exists now: `statusCode` is 200 when it did, 201 when it was created. */
  async createIfNotExists(body: DatabaseRequest, options?: RequestOptions): Promise<DatabaseResponse> {
    requireBodyWithId(body);
    try {
      return await new Database(body.id as string, this.#account).read(options);
    } catch (error) {
      if (!(error instanceof ErrorResponse) || error.code !== StatusCodes.NotFound) throw error;
      return this.create(body, options);
    }
  }
}
