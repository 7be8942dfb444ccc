import {
  type ContainerReference,
  CosmosOperation,
  type ExecuteOptions,
  type FeedQuery,
  FeedRange,
  ifMatch,
  isCosmosError,
  PartitionKey,
  type ReplaceThroughputOptions,
  type Throughput,
} from '@perdura/cosmos-driver';
import { beginBatch, type ItemBatch } from '../batch/item-batch.ts';
import { beginBulk } from '../bulk/begin-bulk.ts';
import type { AnyBulkOperation, BulkOperation } from '../bulk/bulk-operation.ts';
import type { BulkOptions } from '../bulk/bulk-options.ts';
import type { BulkOutcome } from '../bulk/bulk-outcome.ts';
import type { ChangeFor } from '../change-feed/change.ts';
import { ChangeFeedIterable } from '../change-feed/change-feed-iterable.ts';
import {
  type ChangeFeedMode,
  type ReadChangeFeedOptions,
  requirePollInterval,
} from '../change-feed/change-feed-options.ts';
import { type ChangeFeedProcessor, createChangeFeedProcessor } from '../change-feed-processor/change-feed-processor.ts';
import type { ChangeFeedProcessorOptions } from '../change-feed-processor/processor-options.ts';
import { optionsOfCall } from '../client/options-of-call.ts';
import type { ContainerProperties } from '../database/properties.ts';
import { readThroughput, replaceThroughput } from '../database/throughput.ts';
import { QueryIterable } from '../queries/query-iterable.ts';
import { applyFeedOptions, type ItemFeedOptions, type QueryOptions } from '../queries/query-options.ts';
import { asFeedQuery, type SqlQuery } from '../queries/sql.ts';
import { encodeResource } from '../response/encode-resource.ts';
import type {
  ContentFor,
  ReadItemResponseFor,
  WriteItemResponse,
  WriteItemResponseFor,
} from '../response/item-responses.ts';
import { type ResourceResponse, resourceResponse } from '../response/resource-response.ts';
import { type ResponseMetadata, responseMetadata } from '../response/response-metadata.ts';
import type { ThroughputResponse } from '../response/throughput-response.ts';
import { checkItems } from './check-items.ts';
import type { ContainerScope } from './container-scope.ts';
import type {
  CreateItemOptions,
  DeleteItemOptions,
  NoOptions,
  PatchItemOptions,
  ReadItemOptions,
  ReplaceContainerOptions,
  SendItemOptions,
  UpsertItemOptions,
} from './item-options.ts';
import type { NewItem, PartitionKeyFor, PartitionKeyScopeFor } from './item-types.ts';
import type { ItemPatch } from './patch-types.ts';
import { readItem } from './read-item.ts';
import { type ReadManyOptions, type ReadManyResponse, readMany } from './read-many.ts';
import { deleteItem, patchItem, replaceItem, sendNewItem } from './write-item.ts';

/**
 * A container that exists. `database.container(id)` answers them.
 *
 * Every method builds an operation, has the driver carry it out, and hands its response on. Failures are `CosmosError`s;
 * arguments and options that make no sense are `TypeError`s, and nothing is sent.
 *
 * @typeParam T  The items as they are read.
 * @typeParam Paths  The partition key paths, where they were given.
 * @typeParam ContentOnWrite  Whether writes answer with the item where a call does not say.
 * @typeParam Input  The items as they may be written; another type than `T` only with a schema.
 */
export class ContainerClient<
  T extends object = Record<string, unknown>,
  Paths extends readonly string[] = readonly string[],
  ContentOnWrite extends boolean = false,
  Input extends object = T,
> {
  /** The container's id. */
  readonly id: string;
  /** The container as the driver knows it: resource id and partition key definition. */
  readonly reference: ContainerReference;
  readonly #scope: ContainerScope;

  /** Clients are made by `database.container(id)`. */
  constructor(scope: ContainerScope) {
    this.#scope = scope;
    this.reference = scope.reference;
    this.id = scope.reference.id;
  }

  /**
   * Creates an item.
   *
   * @throws {CosmosError} `conflict` when there is one of this key and id, `invalid-item` when the schema refuses it, `too-large`
   * when it has more than 2 MB.
   */
  async createItem<const Options extends CreateItemOptions = NoOptions>(
    item: NewItem<Input>,
    options?: Options,
  ): Promise<WriteItemResponseFor<T, Options, ContentOnWrite>> {
    const response = await sendNewItem<T>(this.#scope, 'createItem', item, options);
    return response as WriteItemResponseFor<T, Options, ContentOnWrite>;
  }

  /**
   * Replaces an item, or creates it.
   *
   * @throws {CosmosError} `precondition-failed` when `ifMatch` does not hold, `invalid-item` when the schema refuses it, `too-large`
   * when it has more than 2 MB.
   */
  async upsertItem<const Options extends UpsertItemOptions = NoOptions>(
    item: NewItem<Input>,
    options?: Options,
  ): Promise<WriteItemResponseFor<T, Options, ContentOnWrite>> {
    const response = await sendNewItem<T>(this.#scope, 'upsertItem', item, options);
    return response as WriteItemResponseFor<T, Options, ContentOnWrite>;
  }

  /**
   * Replaces an item.
   *
   * @throws {CosmosError} `not-found` when there is none, `precondition-failed` when `ifMatch` does not hold, `invalid-item`
   * when the schema refuses it, `too-large` when it has more than 2 MB.
   */
  async replaceItem<const Options extends SendItemOptions = NoOptions>(
    item: Input,
    options?: Options,
  ): Promise<WriteItemResponseFor<T, Options, ContentOnWrite>> {
    return (await replaceItem<T>(this.#scope, item, options)) as WriteItemResponseFor<T, Options, ContentOnWrite>;
  }

  /** Reads an item. @throws {CosmosError} `not-found` when there is none, `invalid-item` with `validateOnRead`. */
  async readItem<const Options extends ReadItemOptions = NoOptions>(
    partitionKey: PartitionKeyFor<T, Paths>,
    id: string,
    options?: Options,
  ): Promise<ReadItemResponseFor<T, Options>> {
    return (await readItem<T>(this.#scope, partitionKey, id, options)) as ReadItemResponseFor<T, Options>;
  }

  /**
   * Reads an item that may not be there.
   *
   * @returns `undefined` when there is none; never because a region is behind, which is an error.
   */
  async findItem<const Options extends ReadItemOptions = NoOptions>(
    partitionKey: PartitionKeyFor<T, Paths>,
    id: string,
    options?: Options,
  ): Promise<ReadItemResponseFor<T, Options> | undefined> {
    try {
      return await this.readItem<Options>(partitionKey, id, options);
    } catch (error) {
      if (isCosmosError(error) && error.code === 'not-found' && error.status?.subStatus === 0) return undefined;
      throw error;
    }
  }

  /** Deletes an item. @throws {CosmosError} `not-found` when there is none, `precondition-failed` when `ifMatch` does not hold. */
  async deleteItem(
    partitionKey: PartitionKeyFor<T, Paths>,
    id: string,
    options?: DeleteItemOptions,
  ): Promise<WriteItemResponse> {
    return deleteItem(this.#scope, partitionKey, id, options);
  }

  /**
   * Changes parts of an item, all or nothing: `[{ op: 'set', path: '/status', value: 'paid' }, { op: 'incr', path: '/total', value: 5 }]`.
   * The schema, if there is one, is not asked.
   *
   * @param operations  One to ten; any number with the strategy `read-modify-replace`.
   * @throws {CosmosError} `not-found`, `bad-request` when a path does not lead anywhere, `precondition-failed` when `ifMatch` or
   * the predicate does not hold.
   */
  async patchItem<const Options extends PatchItemOptions = NoOptions>(
    partitionKey: PartitionKeyFor<T, Paths>,
    id: string,
    operations: readonly ItemPatch<T>[],
    options?: Options,
  ): Promise<WriteItemResponseFor<T, Options, ContentOnWrite>> {
    const response = await patchItem<T>(this.#scope, partitionKey, id, operations, options);
    return response as WriteItemResponseFor<T, Options, ContentOnWrite>;
  }

  /**
   * Rows of a query over the container's items, or a part of it.
   *
   * @param query  A text, a text with parameters, or a template: ``sql`SELECT * FROM c WHERE c.total > ${least}` ``.
   * @throws {TypeError} for something that is no query, and options that make no sense. What the service says of the query,
   * the iteration throws.
   */
  query<Row = T>(
    query: string | FeedQuery | SqlQuery,
    options?: QueryOptions<PartitionKeyScopeFor<T, Paths>>,
  ): QueryIterable<Row> {
    const { operation, others } = applyFeedOptions(
      CosmosOperation.queryItems(this.reference, asFeedQuery(query)),
      options,
    );
    return new QueryIterable<Row>(this.#scope.connection.pages(operation, others));
  }

  /**
   * All items of the container, or a part of it, in no order of theirs. With `validateOnRead` the iteration throws `invalid-item`
   * for an item that the schema refuses.
   *
   * @throws {TypeError} for options that make no sense.
   */
  readAll(options?: ItemFeedOptions<PartitionKeyScopeFor<T, Paths>>): QueryIterable<T> {
    const { operation, others } = applyFeedOptions(CosmosOperation.readFeed(this.reference), options);
    return new QueryIterable<T>(this.#scope.connection.pages(operation, others), (items, response) =>
      checkItems(this.#scope, items, response),
    );
  }

  /**
   * Reads many items by as few requests as can be.
   *
   * @param keys  Which, in any order, of any partition keys.
   * @returns The items that are there, in the order of the keys, and the keys of those that are not.
   * @throws {TypeError} for a key that is not complete.
   */
  async readMany(
    keys: readonly { readonly partitionKey: PartitionKeyFor<T, Paths>; readonly id: string }[],
    options?: ReadManyOptions,
  ): Promise<ReadManyResponse<T>> {
    return readMany<T>(this.#scope, keys, options);
  }

  /**
   * Begins a batch: up to 100 operations on items of one partition key that take place all together, or not at all.
   *
   * @throws {TypeError} when the partition key is missing or not complete.
   */
  batch(partitionKey: PartitionKeyFor<T, Paths>): ItemBatch<T, ContentOnWrite, Input, readonly []> {
    return beginBatch(this.#scope, PartitionKey.from(partitionKey));
  }

  /**
   * Carries out any number of operations, each by itself, by as few requests as can be: they go by partition, up to 100 together, as many
   * requests at once as each partition takes.
   *
   * Outcomes come as operations end, one for each; operations on one item take place in their order, others in any. What is throttled
   * or finds its partition moved is repeated, and so is what had no clear answer where `retryAmbiguousWrites` says that this is safe; a
   * failure is an outcome, never an exception. Operations are read only as fast as outcomes are taken, up to 200 for each of
   * `maxConcurrency` ahead. Leaving the loop ends the requests under way, whose outcome then nobody knows.
   *
   * @param operations  Read once by each iteration, when it begins; nothing is done before.
   * @throws {TypeError} at once for options that make no sense. For something that is no operation the iteration throws it, and what the
   * input throws, after the outcomes of all operations before; `aborted` and `closed` after those of all that were read.
   */
  bulk<const Operation extends BulkOperation<T, Paths, Input>, const Options extends BulkOptions = NoOptions>(
    operations: Iterable<Operation> | AsyncIterable<Operation>,
    options?: Options & BulkOptions,
  ): AsyncIterable<BulkOutcome<T, Operation, ContentFor<Options, ContentOnWrite>>> {
    const given = operations as Iterable<AnyBulkOperation> | AsyncIterable<AnyBulkOperation>;
    return beginBulk(this.#scope, given, options) as AsyncIterable<never>;
  }

  /**
   * What has changed in the container, or a part of it. The feed never ends: `for await` waits between polls until the signal.
   *
   * @throws {TypeError} for options that make no sense.
   */
  changeFeed<const Mode extends ChangeFeedMode = 'latest-version'>(
    options?: ReadChangeFeedOptions<Mode, PartitionKeyScopeFor<T, Paths>>,
  ): ChangeFeedIterable<ChangeFor<T, Mode>> {
    const { mode, startFrom, pollIntervalMs = 1000, ...feed }: ReadChangeFeedOptions = optionsOfCall(options);
    requirePollInterval(pollIntervalMs);
    const { operation, others } = applyFeedOptions(
      CosmosOperation.changeFeed(this.reference, { mode, startFrom }),
      feed,
    );
    const { connection } = this.#scope;
    const pages = connection.pages(operation, others);
    return new ChangeFeedIterable(pages, { pollIntervalMs, signal: others.signal, closing: connection.closing });
  }

  /**
   * An instance that handles the container's changes together with others of the same `processorName`: each change at least once,
   * those of one partition key in their order. Nothing happens before its `start()`.
   *
   * @throws {TypeError} for options that make no sense.
   */
  changeFeedProcessor<const Mode extends ChangeFeedMode = 'latest-version'>(
    options: ChangeFeedProcessorOptions<T, Mode>,
  ): ChangeFeedProcessor {
    return createChangeFeedProcessor(this, options);
  }

  /** Deletes all items of a partition key. The service does so in the background; they cannot be seen any more at once. */
  async deleteAllItems(partitionKey: PartitionKeyFor<T, Paths>, options?: ExecuteOptions): Promise<ResponseMetadata> {
    const operation = CosmosOperation.deleteAllItems(this.reference, partitionKey);
    return responseMetadata(await this.#scope.connection.execute(operation, options));
  }

  /** The container's physical partitions, as ranges to share its feeds among several readers. They change with its size. */
  async feedRanges(options?: ExecuteOptions): Promise<readonly FeedRange[]> {
    return this.#scope.connection.readFeedRanges(this.reference, options);
  }

  /** The range of one partition key, or of all keys that begin with the given values of a hierarchical one; asks nobody. */
  feedRangesForPartitionKey(partitionKey: PartitionKeyScopeFor<T, Paths>): readonly FeedRange[] {
    return [FeedRange.fromPartitionKey(this.reference, partitionKey)];
  }

  /**
   * What this client has seen of the container, for the option `sessionToken` of another client, or process, that is to see at
   * least as much. Within one client nothing need be done.
   *
   * @param feedRange  The part of the container it is to be about, such as one of `feedRangesForPartitionKey(key)`; made that of the
   * partitions that hold some of it. (default: all of it, which asks nobody)
   * @returns `undefined` when nothing was seen, as on accounts that keep no sessions.
   * @throws {TypeError} for something that is no feed range.
   */
  async latestSessionToken(feedRange?: FeedRange, options?: ExecuteOptions): Promise<string | undefined> {
    return this.#scope.connection.latestSessionToken(this.reference, feedRange, options);
  }

  /** Reads the container's properties. */
  async read(options?: ExecuteOptions): Promise<ResourceResponse<ContainerProperties>> {
    const operation = CosmosOperation.readContainer(this.reference.database, this.id);
    return resourceResponse(await this.#scope.connection.execute(operation, options), operation);
  }

  /**
   * Replaces the container's properties, all of them: read them, change them, and give them back. Id and partition key stay.
   *
   * @throws {CosmosError} `precondition-failed` when `ifMatch` does not hold.
   */
  async replace(
    properties: ContainerProperties,
    options?: ReplaceContainerOptions,
  ): Promise<ResourceResponse<ContainerProperties>> {
    const { ifMatch: etag, ...others }: ReplaceContainerOptions = optionsOfCall(options);
    requirePropertiesOf(this.id, properties);
    const replacing = CosmosOperation.replaceContainer(this.reference.database, this.id).withBody(
      encodeResource(properties),
    );
    const operation = etag === undefined ? replacing : replacing.withPrecondition(ifMatch(etag));
    return resourceResponse(await this.#scope.connection.execute(operation, others), operation);
  }

  /** Deletes the container with all its items. */
  async delete(options?: ExecuteOptions): Promise<ResponseMetadata> {
    const operation = CosmosOperation.deleteContainer(this.reference.database, this.id);
    return responseMetadata(await this.#scope.connection.execute(operation, options));
  }

  /** Reads the container's own throughput. @returns `undefined` when it has none: the database's, or a serverless account. */
  async readThroughput(options?: ExecuteOptions): Promise<ThroughputResponse | undefined> {
    return readThroughput(this.#scope.connection, this.reference, options);
  }

  /** Changes the container's throughput; ends when the change is done, unless `waitForCompletion` is `false`. */
  async replaceThroughput(
    throughput: Throughput,
    options?: ExecuteOptions & ReplaceThroughputOptions,
  ): Promise<ThroughputResponse> {
    return replaceThroughput(this.#scope.connection, this.reference, throughput, options);
  }
}

/** @throws {TypeError} unless the properties are those of the container: nothing was sent then. */
function requirePropertiesOf(id: string, properties: ContainerProperties): void {
  if (typeof properties !== 'object' || properties === null || properties.id !== id) {
    throw new TypeError(`The properties of container "${id}" must be an object with its id.`);
  }
}
