import { CosmosOperation, type CosmosResponse, type ExecuteOptions, ItemReference } from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account } from './account.ts';
import type { CosmosHeaders } from './cosmos-headers.ts';
import { ErrorResponse } from './error-response.ts';
import { type PartitionKey, toDriverKey } from './partition-key.ts';
import { type PatchRequestBody, patchParts } from './patch-request.ts';
import { executeOptions, type RequestOptions, withRequestOptions } from './request-options.ts';
import type { ContainerLink, ItemDefinition, Resource } from './resource.ts';
import { partsOf, ResourceResponse } from './resource-response.ts';
import { requireUrl, resourceUrl } from './resource-url.ts';
import { StatusCodes } from './status-codes.ts';
import { localError } from './translate-error.ts';
import type { Untyped } from './untyped.ts';

/** The answer to an operation on an item. */
export class ItemResponse<T extends ItemDefinition> extends ResourceResponse<T & Resource> {
  /** The item. */
  readonly item: Item;

  constructor(
    resource: (T & Resource) | undefined,
    headers: CosmosHeaders,
    statusCode: number,
    substatus: number | undefined,
    item: Item,
    diagnostics: ItemResponse<T>['diagnostics'],
  ) {
    super(resource, headers, statusCode, diagnostics, substatus);
    this.item = item;
  }
}

/** An item, whether or not it exists. */
export class Item {
  /** The container it lies in. */
  readonly container: ContainerLink;
  /** The item's id. */
  readonly id: string;
  readonly #account: Account;
  readonly #partitionKey: PartitionKey | undefined;

  /** Made by `container.item(id, partitionKey)`. Without a key it is that of an item without the property. */
  constructor(container: ContainerLink, id: string, account: Account, partitionKey?: PartitionKey) {
    this.container = container;
    this.id = id;
    this.#account = account;
    this.#partitionKey = partitionKey;
  }

  /** Its link, such as `dbs/shop/colls/orders/docs/1`. @throws {Error} for ids that cannot be, as every operation does. */
  get url(): string {
    return resourceUrl(`${this.container.url}/docs`, this.id);
  }

  /**
   * Reads the item. One that is not there is no error: `statusCode` is 404, `resource` is `undefined`.
   *
   * @throws {ErrorResponse} for every other status.
   */
  async read<T extends ItemDefinition = Untyped>(options?: RequestOptions): Promise<ItemResponse<T>> {
    try {
      return await this.#execute<T>((item) => CosmosOperation.readItem(item), options);
    } catch (error) {
      if (!(error instanceof ErrorResponse) || error.code !== StatusCodes.NotFound) throw error;
      const { headers = {}, substatus, diagnostics } = error;
      return new ItemResponse<T>(
        undefined,
        headers,
        error.code,
        substatus,
        this,
        diagnostics as NonNullable<typeof diagnostics>,
      );
    }
  }

  /** Replaces the item. @throws {ErrorResponse} 404, 412, 400 */
  async replace(body: ItemDefinition, options?: RequestOptions): Promise<ItemResponse<ItemDefinition>>;
  async replace<T extends ItemDefinition>(body: T, options?: RequestOptions): Promise<ItemResponse<T>>;
  async replace<T extends ItemDefinition>(body: T, options?: RequestOptions): Promise<ItemResponse<T>> {
    requireItemId(body);
    const bytes = encodeResource(body);
    return this.#execute<T>((item) => CosmosOperation.replaceItem(item).withBody(bytes), writing(options));
  }

  /** Deletes the item. @throws {ErrorResponse} 404, 412 */
  async delete<T extends ItemDefinition = Untyped>(options?: RequestOptions): Promise<ItemResponse<T>> {
    return this.#execute<T>((item) => CosmosOperation.deleteItem(item), writing(options));
  }

  /** Changes parts of the item, all or nothing. @throws {ErrorResponse} 404, 412, 400 */
  async patch<T extends ItemDefinition = Untyped>(
    body: PatchRequestBody,
    options?: RequestOptions,
  ): Promise<ItemResponse<T>> {
    const { operations, condition } = patchParts(body);
    return this.#execute<T>(
      (item) => CosmosOperation.patchItem(item, operations, { predicate: condition }),
      writing(options),
    );
  }

  async #execute<T extends ItemDefinition>(
    make: (item: ItemReference) => CosmosOperation,
    options: RequestOptions | undefined,
  ): Promise<ItemResponse<T>> {
    const call: ExecuteOptions = { ...executeOptions(options), contentResponseOnWrite: true };
    const { container } = this;
    requireUrl(this);
    const response = await this.#account.execute(async () => {
      const reference = await this.#account.resolveContainer(container.database.id, container.id, {
        signal: options?.abortSignal,
      });
      const key = toDriverKey(this.#partitionKey, reference.partitionKey.paths.length);
      return withRequestOptions(make(ItemReference.from(reference, key, this.id)), options);
    }, call);
    return itemResponse<T>(response, this);
  }
}

/** The answer to an operation on an item. */
export function itemResponse<T extends ItemDefinition>(response: CosmosResponse, item: Item): ItemResponse<T> {
  const { resource, headers, statusCode, diagnostics, substatus } = partsOf<T & Resource>(response);
  return new ItemResponse<T>(resource, headers, statusCode, substatus, item, diagnostics);
}

/** Refuses what is only for batches. @throws {ErrorResponse} without a code, as others do. */
export function writing(options: RequestOptions | undefined): RequestOptions | undefined {
  if (options === undefined || !Object.hasOwn(options, 'contentResponseOnWriteEnabled')) return options;
  if (options.contentResponseOnWriteEnabled) return options;
  throw new ErrorResponse('Option contentResponseOnWriteEnabled: false is for batches and bulks only.');
}

/** @throws {ErrorResponse} 400 for an id that no item can have. */
export function requireItemId(body: ItemDefinition): void {
  const { id } = body;
  if (!id) return;
  if (typeof id !== 'string') throw localError('Id must be a string.', StatusCodes.BadRequest, 'BadRequest');
  if (/[/\\#]/.test(id)) throw localError('Id contains illegal chars.', StatusCodes.BadRequest, 'BadRequest');
}
