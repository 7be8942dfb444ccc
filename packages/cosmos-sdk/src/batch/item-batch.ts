import { type BatchOperation, CosmosOperation, ifMatch, type PartitionKey } from '@perdura/cosmos-driver';
import { optionsOfCall } from '../client/options-of-call.ts';
import type { ContainerScope } from '../container/container-scope.ts';
import { itemId, itemPartitionKey } from '../container/item-key.ts';
import type { NoOptions, WriteItemOptions } from '../container/item-options.ts';
import type { NewItem } from '../container/item-types.ts';
import type { ItemPatch } from '../container/patch-types.ts';
import { encodeResource } from '../response/encode-resource.ts';
import type { ContentFor } from '../response/item-responses.ts';
import { applySchema } from '../schema/apply-schema.ts';
import {
  type AppliedBatch,
  type BatchResults,
  type BatchStep,
  batchResponse,
  type FailedBatch,
} from './batch-response.ts';

/** Options of carrying out a batch. */
export interface BatchOptions extends Omit<WriteItemOptions, 'ifMatch'> {}

/** Condition of one operation that writes an existing item. */
export interface BatchWriteOptions {
  /** The batch takes place only while the item still has this ETag. */
  readonly ifMatch?: string | undefined;
}

/** Conditions of one operation that patches an item. */
export interface BatchPatchOptions extends BatchWriteOptions {
  /** The batch takes place only if the item fulfils it, such as `from c where c.stock > 0`. */
  readonly predicate?: string | undefined;
}

/** What a batch was told to do, not yet as it is sent: the schema has not seen it. */
type Step = { readonly kind: BatchOperation['kind']; readonly id: string } & (
  | { readonly item: object; readonly etag?: string | undefined }
  | { readonly operation: BatchOperation }
);

/**
 * Operations on items of one partition key that take place all together, or not at all. `container.batch(partitionKey)` begins
 * one; each method answers a new batch with one operation more.
 *
 * ```ts
 * const response = await orders.batch('ada').create(order).patch('7', [{ op: 'incr', path: '/count', value: 1 }]).execute();
 * if (!response.applied) console.log(response.failure.index, response.failure.status.name);
 * ```
 */
export class ItemBatch<
  T extends object,
  ContentOnWrite extends boolean = false,
  Input extends object = T,
  Steps extends readonly BatchStep[] = readonly BatchStep[],
> {
  readonly #scope: ContainerScope;
  readonly #partitionKey: PartitionKey;
  readonly #steps: readonly Step[];

  /** Begun by `container.batch(partitionKey)`. */
  constructor(scope: ContainerScope, partitionKey: PartitionKey, steps: readonly Step[] = []) {
    this.#scope = scope;
    this.#partitionKey = partitionKey;
    this.#steps = steps;
  }

  /** How many operations it has; the service takes up to 100. */
  get size(): number {
    return this.#steps.length;
  }

  /** Creates an item, which gets a UUID where it has no id. */
  create(item: NewItem<Input>): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, 'write']> {
    return this.#sending('create', item);
  }

  /** Replaces an item, or creates it; it gets a UUID where it has no id. */
  upsert(
    item: NewItem<Input>,
    options?: BatchWriteOptions,
  ): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, 'write']> {
    return this.#sending('upsert', item, options);
  }

  /** Replaces an item that exists. @throws {TypeError} when it has no id. */
  replace(item: Input, options?: BatchWriteOptions): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, 'write']> {
    return this.#sending('replace', item, options);
  }

  /** Changes parts of an item. */
  patch(
    id: string,
    operations: readonly ItemPatch<T>[],
    options?: BatchPatchOptions,
  ): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, 'write']> {
    const { predicate, ifMatch: etag }: BatchPatchOptions = optionsOfCall(options);
    return this.#with({
      kind: 'patch',
      id,
      operation: {
        kind: 'patch',
        id,
        operations,
        predicate,
        precondition: etag === undefined ? undefined : ifMatch(etag),
      },
    });
  }

  /** Deletes an item. */
  delete(id: string, options?: BatchWriteOptions): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, 'delete']> {
    const { ifMatch: etag }: BatchWriteOptions = optionsOfCall(options);
    const precondition = etag === undefined ? undefined : ifMatch(etag);
    return this.#with({ kind: 'delete', id, operation: { kind: 'delete', id, precondition } });
  }

  /** Reads an item as the batch sees it, after the operations before. */
  read(id: string): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, 'read']> {
    return this.#with({ kind: 'read', id, operation: { kind: 'read', id } });
  }

  /**
   * Carries the batch out. One that was not applied is an answer too: `applied` is `false`, `failure` says which operation and
   * why; `throwIfFailed()` makes an error of it.
   *
   * @throws {CosmosError} when the service did not decide, or the schema refuses an item.
   * @throws {TypeError} for no or more than 100 operations, more than 2 MB, an item of another partition key, a patch that cannot be.
   */
  async execute<const Options extends BatchOptions = NoOptions>(
    options?: Options,
  ): Promise<AppliedBatch<BatchResults<T, Steps, ContentFor<Options, ContentOnWrite>>> | FailedBatch> {
    const { connection, reference } = this.#scope;
    const { sessionToken, ...others }: BatchOptions = optionsOfCall<BatchOptions>(options);
    const operations = await Promise.all(this.#steps.map((step) => this.#operation(step)));
    let operation = CosmosOperation.batch(reference, this.#partitionKey, operations);
    if (sessionToken !== undefined) operation = operation.withSessionToken(sessionToken);
    const contentResponseOnWrite = others.contentResponseOnWrite ?? connection.contentResponseOnWrite;
    const response = await connection.execute(operation, { ...others, contentResponseOnWrite });
    return batchResponse(response, operation, this.#steps, reference.id);
  }

  #sending<Added extends BatchStep>(
    kind: 'create' | 'upsert' | 'replace',
    item: object,
    options?: BatchWriteOptions,
  ): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, Added]> {
    const { ifMatch: etag }: BatchWriteOptions = optionsOfCall(options);
    const given = itemId(item);
    if (given === undefined && kind === 'replace') throw new TypeError('The item has no id.');
    const id = given ?? crypto.randomUUID();
    return this.#with({ kind, id, etag, item: given === undefined ? { ...item, id } : item });
  }

  #with<Added extends BatchStep>(step: Step): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, Added]> {
    return new ItemBatch(this.#scope, this.#partitionKey, [...this.#steps, step]);
  }

  async #operation(step: Step): Promise<BatchOperation> {
    if ('operation' in step) return step.operation;
    const { schema, paths, reference } = this.#scope;
    const { kind, id, etag } = step;
    const what = `Item "${id}" for container "${reference.id}"`;
    const item = schema === undefined ? step.item : await applySchema(schema, step.item, what);
    if (itemId(item) !== id)
      throw new TypeError(`The schema of container "${reference.id}" changes the id of an item.`);
    if (itemPartitionKey(item, paths, undefined).header !== this.#partitionKey.header) {
      throw new TypeError(`${what} is not of the batch's partition key.`);
    }
    const body = encodeResource(item);
    const precondition = etag === undefined ? undefined : ifMatch(etag);
    if (kind === 'replace') return { kind, id, body, precondition };
    return kind === 'upsert' ? { kind, body, precondition } : { kind: 'create', body };
  }
}

/** Begins a batch. @throws {TypeError} when the key is not complete. */
export function beginBatch<T extends object, ContentOnWrite extends boolean, Input extends object>(
  scope: ContainerScope,
  partitionKey: PartitionKey,
): ItemBatch<T, ContentOnWrite, Input, readonly []> {
  const expected = scope.reference.partitionKey.paths.length;
  if (partitionKey.values.length !== expected) {
    throw new TypeError(
      `A batch on container "${scope.reference.id}" needs ${expected} partition key values, not ${partitionKey.values.length}.`,
    );
  }
  return new ItemBatch(scope, partitionKey);
}
