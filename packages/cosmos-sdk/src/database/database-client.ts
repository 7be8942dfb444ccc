import {
  type ContainerReference,
  CosmosOperation,
  createPartitionKeyDefinition,
  DatabaseReference,
  type ExecuteOptions,
  isCosmosError,
  type PartitionKeyDefinition,
} from '@perdura/cosmos-driver';
import type { Connection } from '../client/connection.ts';
import { optionsOfCall } from '../client/options-of-call.ts';
import { ContainerClient } from '../container/container-client.ts';
import { encodeResource } from '../response/encode-resource.ts';
import { type ResourceResponse, resourceResponse } from '../response/resource-response.ts';
import { type ResponseMetadata, responseMetadata } from '../response/response-metadata.ts';
import type { ContainerProperties, DatabaseProperties, NewContainerProperties } from './properties.ts';

/** Options of `database.container`. */
export interface ContainerOptions<Paths extends readonly string[] = readonly string[]> extends ExecuteOptions {
  /** The container's partition key paths, such as `['/tenantId'] as const`: they type the keys, and are held against the container. */
  readonly partitionKey?: Paths | undefined;
}

/** A container that was created. */
export interface CreatedContainer<T extends object> {
  /** The container. */
  readonly container: ContainerClient<T>;
  /** How it went. */
  readonly response: ResourceResponse<ContainerProperties>;
}

/** A container that exists now. */
export interface EnsuredContainer<T extends object> {
  /** The container. */
  readonly container: ContainerClient<T>;
  /** Whether this call made it. */
  readonly created: boolean;
}

/** A database, whether or not it exists: `client.database(id)` asks nobody. */
export class DatabaseClient {
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
  async container<
    T extends object = Record<string, unknown>,
    const Paths extends readonly string[] = readonly string[],
  >(id: string, options?: ContainerOptions<Paths>): Promise<ContainerClient<T, Paths>> {
    const { partitionKey, ...others } = optionsOfCall(options);
    if (partitionKey !== undefined && !Array.isArray(partitionKey)) {
      throw new TypeError('Option "partitionKey" must be an array of partition key paths.');
    }
    const reference = await this.#connection.resolveContainer(this.#reference, id, others);
    if (partitionKey !== undefined) requirePaths(reference, partitionKey);
    return new ContainerClient<T, Paths>(this.#connection, reference);
  }

  /** Creates a container. @throws {CosmosError} `conflict` when there is one of this id. */
  async createContainer<T extends object = Record<string, unknown>>(
    properties: NewContainerProperties,
    options?: ExecuteOptions,
  ): Promise<CreatedContainer<T>> {
    const partitionKey = definitionOf(properties);
    const { id } = properties;
    const operation = CosmosOperation.createContainer(this.#reference, id).withBody(
      encodeResource({ ...properties, partitionKey }),
    );
    const response = resourceResponse<ContainerProperties>(await this.#connection.execute(operation, options));
    return { container: await this.container<T>(id, options), response };
  }

  /**
   * A container that exists now, whoever made it.
   *
   * @throws {TypeError} when there is one with other partition key paths.
   */
  async createContainerIfNotExists<T extends object = Record<string, unknown>>(
    properties: NewContainerProperties,
    options?: ExecuteOptions,
  ): Promise<EnsuredContainer<T>> {
    const expected = { ...options, partitionKey: definitionOf(properties).paths };
    try {
      return { container: await this.container<T>(properties.id, expected), created: false };
    } catch (error) {
      if (!isCosmosError(error) || error.code !== 'not-found') throw error;
    }
    try {
      const { container } = await this.createContainer<T>(properties, options);
      return { container, created: true };
    } catch (error) {
      if (!isCosmosError(error) || error.code !== 'conflict') throw error;
      return { container: await this.container<T>(properties.id, expected), created: false };
    }
  }

  /** Reads the database's properties. */
  async read(options?: ExecuteOptions): Promise<ResourceResponse<DatabaseProperties>> {
    return resourceResponse(await this.#connection.execute(CosmosOperation.readDatabase(this.#reference), options));
  }

  /** Deletes the database with everything in it. */
  async delete(options?: ExecuteOptions): Promise<ResponseMetadata> {
    return responseMetadata(await this.#connection.execute(CosmosOperation.deleteDatabase(this.#reference), options));
  }
}

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
