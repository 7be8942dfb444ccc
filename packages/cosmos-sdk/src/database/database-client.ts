import {
  type ContainerReference,
  CosmosOperation,
  createPartitionKeyDefinition,
  DatabaseReference,
  type ExecuteOptions,
  type FeedQuery,
  isCosmosError,
  type PartitionKeyDefinition,
  parsePartitionKeyPath,
  type ReplaceThroughputOptions,
  type Throughput,
} from '@perdura/cosmos-driver';
import type { Connection } from '../client/connection.ts';
import { ContainerClient } from '../container/container-client.ts';
import { QueryIterable } from '../queries/query-iterable.ts';
import { applyFeedOptions, type FeedOptions } from '../queries/query-options.ts';
import { asFeedQuery, type SqlQuery } from '../queries/sql.ts';
import { encodeResource } from '../response/encode-resource.ts';
import { type ResourceResponse, resourceResponse } from '../response/resource-response.ts';
import { type ResponseMetadata, responseMetadata } from '../response/response-metadata.ts';
import type { ThroughputResponse } from '../response/throughput-response.ts';
import type { InferInput, InferOutput, ItemSchema } from '../schema/standard-schema.ts';
import {
  type ContainerOptions,
  type CreateContainerOptions,
  type ItemTyping,
  takeItemTyping,
} from './container-options.ts';
import type { ContainerProperties, DatabaseProperties, NewContainerProperties } from './properties.ts';
import { readThroughput, replaceThroughput } from './throughput.ts';

/** A container that was created. */
export interface CreatedContainer<Container = ContainerClient> {
  /** The container. */
  readonly container: Container;
  /** How it went. */
  readonly response: ResourceResponse<ContainerProperties>;
}

/** A container that exists now. */
export interface EnsuredContainer<Container = ContainerClient> {
  /** The container. */
  readonly container: Container;
  /** Whether this call made it. */
  readonly created: boolean;
}

/**
 * A database, whether or not it exists: `client.database(id)` asks nobody.
 *
 * @typeParam ContentOnWrite  Whether writes of items answer with the item where a call does not say.
 */
export class DatabaseClient<ContentOnWrite extends boolean = false> {
  /** The database's id. */
  readonly id: string;
  readonly #connection: Connection;
  readonly #reference: DatabaseReference;

  /** Clients are made by `client.database(id)`. @throws {TypeError} when the id is empty or cannot be addressed. */
  constructor(connection: Connection, id: string) {
    this.#reference = DatabaseReference.from(id);
    this.#connection = connection;
    this.id = id;
  }

  /**
   * A container, looked up now: its partition key is needed for every item. Looked up once per driver, then remembered.
   *
   * @throws {CosmosError} `not-found` when there is none.
   * @throws {TypeError} when its partition key paths are not those given.
   */
  async container<Schema extends ItemSchema, const Paths extends readonly string[] = readonly string[]>(
    id: string,
    options: ContainerOptions<Paths> & { readonly schema: Schema },
  ): Promise<SchemaContainer<Schema, Paths, ContentOnWrite>>;
  async container<
    T extends object = Record<string, unknown>,
    const Paths extends readonly string[] = readonly string[],
  >(id: string, options?: ContainerOptions<Paths>): Promise<ContainerClient<T, Paths, ContentOnWrite>>;
  async container(id: string, options?: ContainerOptions): Promise<ContainerClient> {
    const { typing, others } = takeItemTyping(options);
    return this.#open(id, others, typing);
  }

  /** Creates a container. @throws {CosmosError} `conflict` when there is one of this id. */
  async createContainer<Schema extends ItemSchema, const Properties extends NewContainerProperties>(
    properties: Properties,
    options: CreateContainerOptions & { readonly schema: Schema },
  ): Promise<CreatedContainer<SchemaContainer<Schema, PathsOf<Properties>, ContentOnWrite>>>;
  async createContainer<
    T extends object = Record<string, unknown>,
    const Properties extends NewContainerProperties = NewContainerProperties,
  >(
    properties: Properties,
    options?: CreateContainerOptions,
  ): Promise<CreatedContainer<ContainerClient<T, PathsOf<Properties>, ContentOnWrite>>>;
  async createContainer(
    properties: NewContainerProperties,
    options?: CreateContainerOptions,
  ): Promise<CreatedContainer> {
    const partitionKey = definitionOf(properties);
    const { typing, others } = takeItemTyping(options);
    const { throughput, ...call } = others;
    const operation = CosmosOperation.createContainer(this.#reference, properties.id, { throughput }).withBody(
      encodeResource({ ...properties, partitionKey }),
    );
    const response = resourceResponse<ContainerProperties>(await this.#connection.execute(operation, call), operation);
    return { container: await this.#open(properties.id, call, typing), response };
  }

  /**
   * A container that exists now, whoever made it.
   *
   * @throws {TypeError} when there is one with other partition key paths.
   */
  async createContainerIfNotExists<Schema extends ItemSchema, const Properties extends NewContainerProperties>(
    properties: Properties,
    options: CreateContainerOptions & { readonly schema: Schema },
  ): Promise<EnsuredContainer<SchemaContainer<Schema, PathsOf<Properties>, ContentOnWrite>>>;
  async createContainerIfNotExists<
    T extends object = Record<string, unknown>,
    const Properties extends NewContainerProperties = NewContainerProperties,
  >(
    properties: Properties,
    options?: CreateContainerOptions,
  ): Promise<EnsuredContainer<ContainerClient<T, PathsOf<Properties>, ContentOnWrite>>>;
  async createContainerIfNotExists(
    properties: NewContainerProperties,
    options?: CreateContainerOptions,
  ): Promise<EnsuredContainer> {
    const partitionKey = definitionOf(properties).paths;
    const { typing, others } = takeItemTyping(options);
    const { throughput: _, ...call } = others;
    const open = (): Promise<ContainerClient> => this.#open(properties.id, { ...call, partitionKey }, typing);
    try {
      return { container: await open(), created: false };
    } catch (error) {
      if (!isCosmosError(error) || error.code !== 'not-found') throw error;
    }
    try {
      const { container } = await this.createContainer(properties, options);
      return { container, created: true };
    } catch (error) {
      if (!isCosmosError(error) || error.code !== 'conflict') throw error;
      return { container: await open(), created: false };
    }
  }

  /** The properties of the database's containers: all, or what a query over them finds. */
  queryContainers<Row = ContainerProperties>(
    query?: string | FeedQuery | SqlQuery,
    options?: FeedOptions,
  ): QueryIterable<Row> {
    const feed =
      query === undefined
        ? CosmosOperation.readFeed(this.#reference)
        : CosmosOperation.queryContainers(this.#reference, asFeedQuery(query));
    const { operation, others } = applyFeedOptions(feed, options);
    return new QueryIterable<Row>(this.#connection.pages(operation, others));
  }

  /** Reads the database's properties. */
  async read(options?: ExecuteOptions): Promise<ResourceResponse<DatabaseProperties>> {
    const operation = CosmosOperation.readDatabase(this.#reference);
    return resourceResponse(await this.#connection.execute(operation, options), operation);
  }

  /** Deletes the database with everything in it. */
  async delete(options?: ExecuteOptions): Promise<ResponseMetadata> {
    return responseMetadata(await this.#connection.execute(CosmosOperation.deleteDatabase(this.#reference), options));
  }

  /** Reads the throughput that the database's containers share. @returns `undefined` when they share none. */
  async readThroughput(options?: ExecuteOptions): Promise<ThroughputResponse | undefined> {
    return readThroughput(this.#connection, this.#reference, options);
  }

  /** Changes the throughput that the database's containers share; ends when the change is done, unless `waitForCompletion` is `false`. */
  async replaceThroughput(
    throughput: Throughput,
    options?: ExecuteOptions & ReplaceThroughputOptions,
  ): Promise<ThroughputResponse> {
    return replaceThroughput(this.#connection, this.#reference, throughput, options);
  }

  async #open(
    id: string,
    { partitionKey, ...call }: Omit<ContainerOptions, keyof ItemTyping>,
    { schema, validateOnRead = false }: ItemTyping,
  ): Promise<ContainerClient> {
    if (partitionKey !== undefined && !Array.isArray(partitionKey)) {
      throw new TypeError('Option "partitionKey" must be an array of partition key paths.');
    }
    const reference = await this.#connection.resolveContainer(this.#reference, id, call);
    if (partitionKey !== undefined) requirePaths(reference, partitionKey);
    const paths = reference.partitionKey.paths.map(parsePartitionKeyPath);
    return new ContainerClient({ connection: this.#connection, reference, paths, schema, validateOnRead });
  }
}

/** The client of a container whose items have a schema. */
type SchemaContainer<
  Schema extends ItemSchema,
  Paths extends readonly string[],
  ContentOnWrite extends boolean,
> = ContainerClient<InferOutput<Schema>, Paths, ContentOnWrite, InferInput<Schema>>;

/** The partition key paths of new containers, as far as their type tells. */
type PathsOf<Properties extends NewContainerProperties> = Properties['partitionKey'] extends infer PartitionKey
  ? PartitionKey extends string
    ? string extends PartitionKey
      ? readonly string[]
      : readonly [PartitionKey]
    : PartitionKey extends readonly string[]
      ? PartitionKey
      : readonly string[]
  : never;

/** The partition key definition of a new container. @throws {TypeError} when it is none: nothing was sent then. */
function definitionOf(properties: NewContainerProperties): PartitionKeyDefinition {
  if (typeof properties !== 'object' || properties === null) {
    throw new TypeError('The properties of a container must be an object with id and partitionKey.');
  }
  const { partitionKey } = properties;
  if (typeof partitionKey === 'string') return createPartitionKeyDefinition([partitionKey]);
  if (Array.isArray(partitionKey)) return createPartitionKeyDefinition(partitionKey as readonly string[]);
  const { paths } = (partitionKey ?? {}) as Partial<PartitionKeyDefinition>;
  if (!Array.isArray(paths)) {
    throw new TypeError('A container needs a partitionKey: a path such as /tenantId, or up to three of them.');
  }
  createPartitionKeyDefinition(paths);
  return partitionKey as PartitionKeyDefinition;
}

function requirePaths(reference: ContainerReference, expected: readonly string[]): void {
  const { paths } = reference.partitionKey;
  if (paths.length === expected.length && paths.every((path, index) => path === expected[index])) return;
  throw new TypeError(
    `Container "${reference.id}" is partitioned by ${paths.join(', ')}, not by ${expected.join(', ')}.`,
  );
}
