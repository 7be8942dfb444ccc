import {
  type ContainerReference,
  CosmosOperation,
  type PartitionKey as DriverKey,
  ItemReference,
} from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account, MakeOperation } from './account.ts';
import { type BatchResponse, runBatch } from './batch.ts';
import { runBulk, runLegacyBulk } from './bulk.ts';
import type { BulkOperationResponse, BulkOperationResult, BulkOptions, OperationInput } from './bulk-types.ts';
import { ChangeFeedIterator, type ChangeFeedOptions } from './change-feed-iterator.ts';
import {
  type ChangeFeedIteratorOptions,
  type ChangeFeedPullModelIterator,
  pullChanges,
} from './change-feed-pull-iterator.ts';
import type { FeedOptions } from './feed-options.ts';
import { Item, type ItemResponse, itemResponse, requireItemId, writing } from './item.ts';
import { iterateFeed } from './iterate-feed.ts';
import { notImplemented } from './not-implemented.ts';
import { fromDriverKey, isPartitionKey, keyOfItem, type PartitionKey, scopeKey } from './partition-key.ts';
import type { QueryIterator } from './query-iterator.ts';
import { executeOptions, type RequestOptions, withRequestOptions } from './request-options.ts';
import type { ContainerLink, ItemDefinition } from './resource.ts';
import { requireUrl } from './resource-url.ts';
import { type SqlQuerySpec, toFeedQuery } from './sql-query-spec.ts';
import type { Untyped } from './untyped.ts';

/** The items of a container. */
export class Items {
  /** The container. */
  readonly container: ContainerLink;
  readonly #account: Account;

  /** Made by `container.items`. */
  constructor(container: ContainerLink, account: Account) {
    this.container = container;
    this.#account = account;
  }

  /** Results of a query over the items, or those of `options.partitionKey`. */
  query(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<Untyped>;
  query<T>(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<T>;
  query<T>(query: string | SqlQuerySpec, options: FeedOptions = {}): QueryIterator<T> {
    requireUrl(this.container);
    const make: MakeOperation = async () => {
      const feed = CosmosOperation.queryItems(await this.#resolve(options), toFeedQuery(query));
      return options.partitionKey === undefined ? feed : feed.withScope(scopeKey(options.partitionKey));
    };
    return iterateFeed(this.#account, make, options);
  }

  /** All items. */
  readAll(options?: FeedOptions): QueryIterator<ItemDefinition>;
  readAll<T extends ItemDefinition>(options?: FeedOptions): QueryIterator<T>;
  readAll<T extends ItemDefinition>(options?: FeedOptions): QueryIterator<T> {
    return this.query<T>('SELECT * from c', options);
  }

  /** Creates an item, which gets a UUID where it has no id. @throws {ErrorResponse} 409, 400, 413 */
  async create<T extends ItemDefinition = Untyped>(body: T, options?: RequestOptions): Promise<ItemResponse<T>> {
    return this.#send('createItem', body, options);
  }

  /** Replaces an item, or creates it; it gets a UUID where it has no id. @throws {ErrorResponse} 412, 400, 413 */
  async upsert(body: unknown, options?: RequestOptions): Promise<ItemResponse<ItemDefinition>>;
  async upsert<T extends ItemDefinition>(body: T, options?: RequestOptions): Promise<ItemResponse<T>>;
  async upsert<T extends ItemDefinition>(body: T, options?: RequestOptions): Promise<ItemResponse<T>> {
    return this.#send('upsertItem', body, options);
  }

  /**
   * Carries up to 100 operations out, all or nothing. One that was not applied is an answer of `code` 207, whose `result` says
   * which operation failed.
   *
   * @throws {Error} whose `cause` is the `ErrorResponse`, when the service did not decide.
   */
  async batch(
    operations: OperationInput[],
    partitionKey?: PartitionKey,
    options?: RequestOptions,
  ): Promise<BatchResponse> {
    return runBatch(this.container, this.#account, operations, partitionKey, options);
  }

  /** Carries operations out, each by itself; what became of them stands in their order. At most 100 for each partition. */
  async bulk(
    operations: OperationInput[],
    bulkOptions?: BulkOptions,
    options?: RequestOptions,
  ): Promise<BulkOperationResponse> {
    return runLegacyBulk(this.container, this.#account, operations, bulkOptions, options);
  }

  /** Carries any number of operations out, each by itself; what became of them stands in their order. */
  async executeBulkOperations(operations: OperationInput[], options?: RequestOptions): Promise<BulkOperationResult[]> {
    return runBulk(this.container, this.#account, operations, options);
  }

  /** The same as `changeFeed`. */
  readChangeFeed<T = Untyped>(
    partitionKey: PartitionKey | ChangeFeedOptions | undefined,
    options?: ChangeFeedOptions,
  ): ChangeFeedIterator<T> {
    return this.changeFeed<T>(partitionKey, options);
  }

  /** What has changed among the items of a partition key. */
  changeFeed<T = Untyped>(
    partitionKey?: PartitionKey | ChangeFeedOptions | undefined,
    options?: ChangeFeedOptions,
  ): ChangeFeedIterator<T> {
    requireUrl(this.container);
    if (isPartitionKey(partitionKey)) {
      return new ChangeFeedIterator<T>(this.container, this.#account, partitionKey, options ?? {});
    }
    const given = options ?? (partitionKey as ChangeFeedOptions | undefined) ?? {};
    return new ChangeFeedIterator<T>(this.container, this.#account, undefined, given);
  }

  /** What has changed in the container, a part of it, or among the items of a partition key. It never ends. */
  getChangeFeedIterator<T = Untyped>(options?: ChangeFeedIteratorOptions): ChangeFeedPullModelIterator<T> {
    return pullChanges<T>(this.container, this.#account, options);
  }

  /** Not offered. */
  async getEncryptionQueryIterator(): Promise<never> {
    throw notImplemented('items.getEncryptionQueryIterator');
  }

  async #send<T extends ItemDefinition>(
    kind: 'createItem' | 'upsertItem',
    body: T,
    options: RequestOptions | undefined,
  ): Promise<ItemResponse<T>> {
    const given = writing(options);
    const call = { ...executeOptions(given), contentResponseOnWrite: true };
    const container = await this.#resolve(given);
    if (!body.id && !given?.disableAutomaticIdGeneration) body.id = crypto.randomUUID();
    requireItemId(body);
    const bytes = encodeResource(body);
    let key: DriverKey | undefined;
    const response = await this.#account.execute(() => {
      key = keyOfItem(body, container.partitionKey);
      const item = ItemReference.from(container, key, body.id as string);
      return withRequestOptions(CosmosOperation[kind](item).withBody(bytes), given);
    }, call);
    const created = new Item(this.container, body.id as string, this.#account, key && fromDriverKey(key));
    return itemResponse<T>(response, created);
  }

  async #resolve(options: { readonly abortSignal?: AbortSignal } | undefined): Promise<ContainerReference> {
    requireUrl(this.container);
    const { database, id } = this.container;
    return this.#account.resolveContainer(database.id, id, { signal: options?.abortSignal });
  }
}
