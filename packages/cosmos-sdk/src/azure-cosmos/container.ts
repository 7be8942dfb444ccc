import { CosmosOperation, type CosmosResponse, DatabaseReference } from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account, MakeOperation } from './account.ts';
import type { ContainerDefinition, PartitionKeyDefinition } from './container-definition.ts';
import type { CosmosHeaders } from './cosmos-headers.ts';
import type { FeedOptions } from './feed-options.ts';
import { FeedRange } from './feed-range.ts';
import { Item } from './item.ts';
import { Items } from './items.ts';
import { iteratePlainFeed } from './iterate-plain-feed.ts';
import { notImplemented } from './not-implemented.ts';
import { findOffer, type OfferResponse } from './offer.ts';
import { type PartitionKey, toDriverKey } from './partition-key.ts';
import type { QueryIterator } from './query-iterator.ts';
import { executeOptions, type RequestOptions, withRequestOptions } from './request-options.ts';
import { requireResourceId } from './require-resource-id.ts';
import type { DatabaseLink, Resource } from './resource.ts';
import { partsOf, ResourceResponse } from './resource-response.ts';
import { requireUrl, resourceUrl } from './resource-url.ts';
import type { Response } from './response.ts';
import {
  type Conflict,
  type Conflicts,
  refusedConflict,
  refusedConflicts,
  refusedScripts,
  type Scripts,
} from './scripts.ts';
import { type SqlQuerySpec, toFeedQuery } from './sql-query-spec.ts';
import type { Untyped } from './untyped.ts';

/** The answer to an operation on a container. */
export class ContainerResponse extends ResourceResponse<ContainerDefinition & Resource> {
  /** The container. */
  readonly container: Container;

  constructor(
    resource: (ContainerDefinition & Resource) | undefined,
    headers: CosmosHeaders,
    statusCode: number,
    container: Container,
    diagnostics: ContainerResponse['diagnostics'],
  ) {
    super(resource, headers, statusCode, diagnostics);
    this.container = container;
  }
}

/** A physical partition of a container. */
export interface PartitionKeyRange {
  /** Its id. */
  id: string;
  /** First effective partition key, in hex. */
  minInclusive: string;
  /** First effective partition key behind it. */
  maxExclusive: string;
  /** Ids of the partitions it came from. */
  parents: string[];
}

/** A container, whether or not it exists. */
export class Container {
  /** The database it lies in. */
  readonly database: DatabaseLink;
  /** The container's id. */
  readonly id: string;
  /** Its items. */
  readonly items: Items;
  /** Not offered. */
  readonly scripts: Scripts;
  /** Not offered. */
  readonly conflicts: Conflicts;
  readonly #account: Account;

  /** Made by `database.container(id)`. */
  constructor(database: DatabaseLink, id: string, account: Account) {
    this.database = database;
    this.id = id;
    this.#account = account;
    this.items = new Items(this, account);
    this.scripts = refusedScripts();
    this.conflicts = refusedConflicts();
  }

  /** Its link, such as `dbs/shop/colls/orders`. @throws {Error} for ids that cannot be, as every operation does. */
  get url(): string {
    return resourceUrl(`${this.database.url}/colls`, this.id);
  }

  /** An item, whether or not it exists. @param partitionKey  (default: the key of an item without the property) */
  item(id: string, partitionKey?: PartitionKey): Item {
    return new Item(this, id, this.#account, partitionKey);
  }

  /** Not offered. */
  conflict(_id: string, _partitionKey?: PartitionKey): Conflict {
    return refusedConflict();
  }

  /** Reads the container's properties. @throws {ErrorResponse} 404 */
  async read(options?: RequestOptions): Promise<ContainerResponse> {
    return this.#execute(() => CosmosOperation.readContainer(this.#databaseReference(), this.id), options);
  }

  /** Replaces the container's properties, all of them. */
  async replace(body: ContainerDefinition, options?: RequestOptions): Promise<ContainerResponse> {
    requireResourceId(body);
    return this.#execute(
      () => CosmosOperation.replaceContainer(this.#databaseReference(), this.id).withBody(encodeResource(body)),
      options,
    );
  }

  /** Deletes the container with all its items. */
  async delete(options?: RequestOptions): Promise<ContainerResponse> {
    return this.#execute(() => CosmosOperation.deleteContainer(this.#databaseReference(), this.id), options);
  }

  /** How the container is partitioned, asked for each time. */
  async getPartitionKeyDefinition(): Promise<ResourceResponse<PartitionKeyDefinition>> {
    const { resource, headers, statusCode, diagnostics } = await this.read();
    return new ResourceResponse(resource?.partitionKey, headers, statusCode, diagnostics);
  }

  /** The same as `getPartitionKeyDefinition`. */
  async readPartitionKeyDefinition(): Promise<ResourceResponse<PartitionKeyDefinition>> {
    return this.getPartitionKeyDefinition();
  }

  /** Reads the container's throughput; no `resource` when it has none of its own. */
  async readOffer(options?: RequestOptions): Promise<OfferResponse> {
    const { resource } = await this.read();
    return findOffer(this.#account, resource?._self ?? '', options);
  }

  /** How a query is carried out over several partitions. */
  async getQueryPlan(query: string | SqlQuerySpec): Promise<Response<Untyped>> {
    const response = await this.#account.execute(async () =>
      CosmosOperation.queryPlan(await this.#account.resolveContainer(this.database.id, this.id), toFeedQuery(query)),
    );
    const { resource, headers, statusCode, diagnostics } = partsOf<Untyped>(response);
    return { headers, result: resource, code: statusCode, diagnostics };
  }

  /** The physical partitions. */
  readPartitionKeyRanges(options?: FeedOptions): QueryIterator<PartitionKeyRange> {
    const make: MakeOperation = async () =>
      CosmosOperation.readPartitionKeyRanges(await this.#account.resolveContainer(this.database.id, this.id));
    return iteratePlainFeed(this.#account, make, options);
  }

  /** The physical partitions, as ranges to share its feeds among several readers. */
  async getFeedRanges(): Promise<ReadonlyArray<FeedRange>> {
    const ranges = await this.#account.readFeedRanges(this.database.id, this.id);
    return ranges.map(({ min, max }) => new FeedRange(min, max));
  }

  /** Deletes all items of a partition key, in the background. */
  async deleteAllItemsForPartitionKey(
    partitionKey: PartitionKey,
    options?: RequestOptions,
  ): Promise<ContainerResponse> {
    return this.#execute(async () => {
      const container = await this.#account.resolveContainer(this.database.id, this.id);
      const key = toDriverKey(partitionKey, container.partitionKey.paths.length);
      return CosmosOperation.deleteAllItems(container, key);
    }, options);
  }

  /** Not offered. */
  async initializeEncryption(): Promise<never> {
    throw notImplemented('container.initializeEncryption');
  }

  /** Not offered. */
  async semanticRerank(..._given: unknown[]): Promise<never> {
    throw notImplemented('container.semanticRerank');
  }

  #databaseReference(): DatabaseReference {
    return DatabaseReference.from(this.database.id);
  }

  async #execute(make: MakeOperation, options: RequestOptions | undefined): Promise<ContainerResponse> {
    requireUrl(this);
    const making: MakeOperation = async () => withRequestOptions(await make(), options);
    return containerResponse(await this.#account.execute(making, executeOptions(options)), this);
  }
}

/** The answer to an operation on a container. */
export function containerResponse(response: CosmosResponse, container: Container): ContainerResponse {
  const { resource, headers, statusCode, diagnostics } = partsOf<ContainerDefinition & Resource>(response);
  return new ContainerResponse(resource, headers, statusCode, container, diagnostics);
}
