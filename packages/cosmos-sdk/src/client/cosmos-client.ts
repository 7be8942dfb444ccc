import {
  CosmosOperation,
  type CreateOptions,
  DatabaseReference,
  type ExecuteOptions,
  type FeedQuery,
  isCosmosError,
} from '@perdura/cosmos-driver';
import { DatabaseClient } from '../database/database-client.ts';
import type { DatabaseProperties } from '../database/properties.ts';
import { QueryIterable } from '../queries/query-iterable.ts';
import { applyFeedOptions, type FeedOptions } from '../queries/query-options.ts';
import { asFeedQuery, type SqlQuery } from '../queries/sql.ts';
import { encodeResource } from '../response/encode-resource.ts';
import { type ResourceResponse, resourceResponse } from '../response/resource-response.ts';
import { type ContentOnWriteOf, type CosmosClientOptions, planClient } from './client-options.ts';
import { type Connection, connect } from './connection.ts';
import { optionsOfCall } from './options-of-call.ts';

/** A database that was created. */
export interface CreatedDatabase<ContentOnWrite extends boolean = false> {
  /** The database. */
  readonly database: DatabaseClient<ContentOnWrite>;
  /** How it went. */
  readonly response: ResourceResponse<DatabaseProperties>;
}

/** A database that exists now. */
export interface EnsuredDatabase<ContentOnWrite extends boolean = false> {
  /** The database. */
  readonly database: DatabaseClient<ContentOnWrite>;
  /** Whether this call made it. */
  readonly created: boolean;
}

/**
 * The way into an account: databases, in them containers, in them items.
 *
 * @typeParam ContentOnWrite  Whether writes of items answer with the item where a call does not say.
 */
export class CosmosClient<ContentOnWrite extends boolean = false> {
  readonly #connection: Connection;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Makes a client, after the account was read.
   *
   * With `{ driver }` it uses that driver as it is; with `{ runtime, … }` it makes its own driver there; otherwise it shares
   * the process's runtime with all other such clients.
   *
   * @throws {CosmosError} when the account cannot be read: `unauthorized` for a wrong key, `transport-failed` for a wrong URL.
   * @throws {TypeError} for options that are missing, unknown, out of bounds, or do not go together.
   */
  static async create<const Options extends CosmosClientOptions>(
    options: Options,
  ): Promise<CosmosClient<ContentOnWriteOf<Options>>> {
    return new CosmosClient(await connect(planClient(options)));
  }

  /** A database, whether or not it exists; asks nobody. @throws {TypeError} when the id is empty or cannot be addressed. */
  database(id: string): DatabaseClient<ContentOnWrite> {
    return new DatabaseClient(this.#connection, id);
  }

  /** Creates a database. @throws {CosmosError} `conflict` when there is one of this id. */
  async createDatabase(id: string, options?: ExecuteOptions & CreateOptions): Promise<CreatedDatabase<ContentOnWrite>> {
    const { throughput, ...others }: ExecuteOptions & CreateOptions = optionsOfCall(options);
    const operation = CosmosOperation.createDatabase(DatabaseReference.from(id), { throughput }).withBody(
      encodeResource({ id }),
    );
    const response = resourceResponse<DatabaseProperties>(await this.#connection.execute(operation, others), operation);
    return { database: this.database(id), response };
  }

  /** A database that exists now, whoever made it. */
  async createDatabaseIfNotExists(
    id: string,
    options?: ExecuteOptions & CreateOptions,
  ): Promise<EnsuredDatabase<ContentOnWrite>> {
    const database = this.database(id);
    const { throughput: _, ...others }: ExecuteOptions & CreateOptions = optionsOfCall(options);
    try {
      await database.read(others);
      return { database, created: false };
    } catch (error) {
      if (!isCosmosError(error) || error.code !== 'not-found') throw error;
    }
    try {
      await this.createDatabase(id, options);
      return { database, created: true };
    } catch (error) {
      if (!isCosmosError(error) || error.code !== 'conflict') throw error;
      return { database, created: false };
    }
  }

  /** The properties of the account's databases: all, or what a query over them finds. */
  queryDatabases<Row = DatabaseProperties>(
    query?: string | FeedQuery | SqlQuery,
    options?: FeedOptions,
  ): QueryIterable<Row> {
    const feed =
      query === undefined ? CosmosOperation.readFeed('databases') : CosmosOperation.queryDatabases(asFeedQuery(query));
    const { operation, others } = applyFeedOptions(feed, options);
    return new QueryIterable<Row>(this.#connection.pages(operation, others));
  }

  /** Closes what was made for this client, not what it was given; every call from now on fails with `closed`. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** The same as `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
