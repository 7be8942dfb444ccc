import { CosmosOperation, DatabaseReference } from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account } from './account.ts';
import { Container, type ContainerResponse, containerResponse } from './container.ts';
import type { ContainerDefinition, ContainerRequest, PartitionKeyDefinition } from './container-definition.ts';
import { ErrorResponse } from './error-response.ts';
import type { FeedOptions } from './feed-options.ts';
import { iterateFeed } from './iterate-feed.ts';
import { newThroughput } from './new-throughput.ts';
import { DEFAULT_PARTITION_KEY_PATH } from './partition-key.ts';
import type { QueryIterator } from './query-iterator.ts';
import { executeOptions, type RequestOptions } from './request-options.ts';
import { requireBodyWithId, requireResourceId } from './require-resource-id.ts';
import type { DatabaseLink, Resource } from './resource.ts';
import { type SqlQuerySpec, toFeedQuery } from './sql-query-spec.ts';
import { StatusCodes } from './status-codes.ts';
import type { Untyped } from './untyped.ts';

/** The containers of a database. */
export class Containers {
  /** The database. */
  readonly database: DatabaseLink;
  readonly #account: Account;

  /** Made by `database.containers`. */
  constructor(database: DatabaseLink, account: Account) {
    this.database = database;
    this.#account = account;
  }

  /** Results of a query over the containers' properties. */
  query(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<Untyped>;
  query<T>(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<T>;
  query<T>(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<T> {
    return iterateFeed(
      this.#account,
      () => CosmosOperation.queryContainers(this.#databaseReference(), toFeedQuery(query)),
      options,
    );
  }

  /** All containers' properties. */
  readAll(options?: FeedOptions): QueryIterator<ContainerDefinition & Resource> {
    return iterateFeed(this.#account, () => CosmosOperation.readFeed(this.#databaseReference()), options);
  }

  /** Creates a container. @throws {ErrorResponse} 409 when there is one of this id. */
  async create(body: ContainerRequest, options?: RequestOptions): Promise<ContainerResponse> {
    requireResourceId(body);
    const { throughput, maxThroughput, autoUpgradePolicy, partitionKey, ...properties } = body;
    const created = newThroughput({ ...body }, options?.offerThroughput);
    const definition = { ...properties, partitionKey: definitionOf(partitionKey) };
    const id = body.id as string;
    const response = await this.#account.execute(
      () =>
        CosmosOperation.createContainer(this.#databaseReference(), id, created).withBody(encodeResource(definition)),
      executeOptions(options),
    );
    return containerResponse(response, new Container(this.database, id, this.#account));
  }

  /** A container that exists now: `statusCode` is 200 when it did, 201 when it was created. */
  async createIfNotExists(body: ContainerRequest, options?: RequestOptions): Promise<ContainerResponse> {
    requireBodyWithId(body);
    try {
      return await new Container(this.database, body.id as string, this.#account).read(options);
    } catch (error) {
      if (!(error instanceof ErrorResponse) || error.code !== StatusCodes.NotFound) throw error;
      return this.create(body, options);
    }
  }

  #databaseReference(): DatabaseReference {
    return DatabaseReference.from(this.database.id);
  }
}

function definitionOf(partitionKey: ContainerRequest['partitionKey']): PartitionKeyDefinition {
  if (typeof partitionKey !== 'string') {
    return partitionKey?.paths ? partitionKey : { paths: [DEFAULT_PARTITION_KEY_PATH] };
  }
  if (!partitionKey.startsWith('/')) throw new Error("Partition key must start with '/'");
  return { paths: [partitionKey] };
}
