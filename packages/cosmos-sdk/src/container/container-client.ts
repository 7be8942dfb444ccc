import {
  type ContainerReference,
  CosmosOperation,
  type CosmosResponse,
  type ExecuteOptions,
  ItemReference,
  ifMatch,
  ifNoneMatch,
  isCosmosError,
  parsePartitionKeyPath,
} from '@perdura/cosmos-driver';
import type { Connection } from '../client/connection.ts';
import { optionsOfCall } from '../client/options-of-call.ts';
import type { ContainerProperties } from '../database/properties.ts';
import { encodeResource } from '../response/encode-resource.ts';
import {
  type ReadItemResponseFor,
  readItemResponse,
  type WriteItemResponse,
  type WriteItemResponseFor,
  writeItemResponse,
} from '../response/item-responses.ts';
import { type ResourceResponse, resourceResponse } from '../response/resource-response.ts';
import { type ResponseMetadata, responseMetadata } from '../response/response-metadata.ts';
import { itemId, itemPartitionKey } from './item-key.ts';
import type { CreateItemOptions, ReadItemOptions, SendItemOptions, WriteItemOptions } from './item-options.ts';
import type { NewItem, PartitionKeyFor } from './item-types.ts';

/**
 * A container that exists. `database.container(id)` answers them.
 *
 * Every method builds an operation, has the driver carry it out, and hands its response on. Failures are `CosmosError`s;
 * arguments and options that make no sense are `TypeError`s, and nothing is sent.
 */
export class ContainerClient<
  T extends object = Record<string, unknown>,
  Paths extends readonly string[] = readonly string[],
> {
  /** The container's id. */
  readonly id: string;
  /** The container as the driver knows it: resource id and partition key definition. */
  readonly reference: ContainerReference;
  readonly #connection: Connection;
  readonly #paths: readonly (readonly string[])[];

  /** Clients are made by `database.container(id)`. */
  constructor(connection: Connection, reference: ContainerReference) {
    this.#connection = connection;
    this.#paths = reference.partitionKey.paths.map(parsePartitionKeyPath);
    this.reference = reference;
    this.id = reference.id;
  }

  /** Creates an item. @throws {CosmosError} `conflict` when there is one of this key and id. */
  async createItem<const Options extends CreateItemOptions = CreateItemOptions>(
    item: NewItem<T>,
    options?: Options,
  ): Promise<WriteItemResponseFor<T, Options>> {
    const { generateId = true, ...others }: CreateItemOptions = optionsOfCall(options);
    return this.#sendItem<Options>('createItem', withId(item, generateId), others);
  }

  /** Replaces an item, or creates it. */
  async upsertItem<const Options extends CreateItemOptions = CreateItemOptions>(
    item: NewItem<T>,
    options?: Options,
  ): Promise<WriteItemResponseFor<T, Options>> {
    const { generateId = true, ...others }: CreateItemOptions = optionsOfCall(options);
    return this.#sendItem<Options>('upsertItem', withId(item, generateId), others);
  }

  /** Replaces an item. @throws {CosmosError} `not-found` when there is none, `precondition-failed` when `ifMatch` does not hold. */
  async replaceItem<const Options extends SendItemOptions = SendItemOptions>(
    item: T,
    options?: Options,
  ): Promise<WriteItemResponseFor<T, Options>> {
    return this.#sendItem<Options>('replaceItem', withId(item, false), optionsOfCall(options));
  }

  /** Reads an item. @throws {CosmosError} `not-found` when there is none. */
  async readItem<const Options extends ReadItemOptions = ReadItemOptions>(
    partitionKey: PartitionKeyFor<T, Paths>,
    id: string,
    options?: Options,
  ): Promise<ReadItemResponseFor<T, Options>> {
    return readItemResponse<T>(await this.#read(partitionKey, id, options)) as ReadItemResponseFor<T, Options>;
  }

  /**
   * Reads an item that may not be there.
   *
   * @returns `undefined` when there is none; never because a region is behind, which is an error.
   */
  async findItem<const Options extends ReadItemOptions = ReadItemOptions>(
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
    options?: Omit<WriteItemOptions, 'contentResponseOnWrite'>,
  ): Promise<WriteItemResponse> {
    const item = ItemReference.from(this.reference, partitionKey, id);
    return writeItemResponse(
      await this.#write(CosmosOperation.deleteItem(item), optionsOfCall(options), false),
      id,
      false,
    );
  }

  /** Reads the container's properties. */
  async read(options?: ExecuteOptions): Promise<ResourceResponse<ContainerProperties>> {
    const operation = CosmosOperation.readContainer(this.reference.database, this.id);
    return resourceResponse(await this.#connection.execute(operation, options));
  }

  /** Deletes the container with all its items. */
  async delete(options?: ExecuteOptions): Promise<ResponseMetadata> {
    const operation = CosmosOperation.deleteContainer(this.reference.database, this.id);
    return responseMetadata(await this.#connection.execute(operation, options));
  }

  async #read(partitionKey: PartitionKeyFor<T, Paths>, id: string, options?: ReadItemOptions): Promise<CosmosResponse> {
    let operation = CosmosOperation.readItem(ItemReference.from(this.reference, partitionKey, id));
    if (options === undefined) return this.#connection.execute(operation);
    const { sessionToken, ifNoneMatch: etag, ...others } = optionsOfCall(options);
    if (sessionToken !== undefined) operation = operation.withSessionToken(sessionToken);
    if (etag !== undefined) operation = operation.withPrecondition(ifNoneMatch(etag));
    return this.#connection.execute(operation, others);
  }

  async #sendItem<Options>(
    kind: 'createItem' | 'upsertItem' | 'replaceItem',
    item: ItemWithId,
    { partitionKey: given, ...options }: SendItemOptions,
  ): Promise<WriteItemResponseFor<T, Options>> {
    const partitionKey = itemPartitionKey(item, this.#paths, given);
    const reference = ItemReference.from(this.reference, partitionKey, item.id);
    const operation = CosmosOperation[kind](reference).withBody(encodeResource(item));
    const withResource = options.contentResponseOnWrite === true;
    const response = await this.#write(operation, options, withResource);
    return writeItemResponse<T>(response, item.id, withResource) as WriteItemResponseFor<T, Options>;
  }

  /** The shape of a response is in its type, so the layers below must not decide about it: the field is always set. */
  async #write(
    operation: CosmosOperation,
    { sessionToken, ifMatch: etag, ...options }: WriteItemOptions,
    contentResponseOnWrite: boolean,
  ): Promise<CosmosResponse> {
    let conditional = operation;
    if (sessionToken !== undefined) conditional = conditional.withSessionToken(sessionToken);
    if (etag !== undefined) conditional = conditional.withPrecondition(ifMatch(etag));
    return this.#connection.execute(conditional, { ...options, contentResponseOnWrite });
  }
}

type ItemWithId = object & { readonly id: string };

/** The item with an id of its own. @throws {TypeError} when it has none and must, or the option is no boolean. */
function withId(item: object, generateId: boolean): ItemWithId {
  if (typeof generateId !== 'boolean') throw new TypeError('Option "generateId" must be a boolean.');
  const id = itemId(item);
  if (id !== undefined) return item as ItemWithId;
  if (!generateId) throw new TypeError('The item has no id.');
  return { ...item, id: crypto.randomUUID() };
}
