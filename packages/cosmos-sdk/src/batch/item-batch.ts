import { type BatchOperation, CosmosOperation, ifMatch, type PartitionKey } from '@perdura/cosmos-driver';
import { knownOptions } from '../client/known-options.ts';
import { optionsOfCall } from '../client/options-of-call.ts';
import type { ContainerScope } from '../container/container-scope.ts';
import { encodeItem } from '../container/encode-item.ts';
import { itemPartitionKey } from '../container/item-key.ts';
import type { NoOptions, WriteItemOptions } from '../container/item-options.ts';
import type { NewItem } from '../container/item-types.ts';
import type { ItemPatch } from '../container/patch-types.ts';
import { type ItemWithId, plainItem, requireId, storedItem, withId } from '../container/stored-item.ts';
import type { ContentFor } from '../response/item-responses.ts';
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
type Step =
  | {
      readonly kind: 'create' | 'upsert' | 'replace';
      readonly item: ItemWithId;
      readonly etag: string | undefined;
    }
  | NamedOperation;

/** An operation as it is sent, and the item it is about. */
interface NamedOperation {
  readonly kind: BatchOperation['kind'];
  readonly id: string;
  readonly operation: BatchOperation;
}

/**
 * Operations on items of one partition key that take place all together, or not at all. `container.batch(partitionKey)` begins
 * one; each method answers a new batch with one operation more.
 *
 * ```ts
 * const response = await orders.batch('ada').create(order).patch('7', [{ op: 'incr', path: '/count', value: 1 }]).execute();
 * if (!response.applied) console.log(response.failure.index, response.failure.status.name);
 * ```
 *
 * Built in a loop it is one whose steps nobody knows: `let batch: ItemBatch<Order> = orders.batch('ada')`. Items are read when it
 * is carried out, not before.
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
    const { predicate, ifMatch: etag }: BatchPatchOptions = knownOptions(options, ['ifMatch', 'predicate']);
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
    const { ifMatch: etag }: BatchWriteOptions = knownOptions(options, ['ifMatch']);
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
   * @throws {CosmosError} when the service did not decide, or not clearly (`mayHaveBeenApplied`); `invalid-item` when the schema
   * refuses an item, `too-large` when one has more than 2 MB.
   * @throws {TypeError} for no or more than 100 operations, more than 2 MB, an item of another partition key, a patch that cannot be.
   */
  async execute<const Options extends BatchOptions = NoOptions>(
    options?: Options,
  ): Promise<AppliedBatch<BatchResults<T, Steps, ContentFor<Options, ContentOnWrite>>> | FailedBatch> {
    const { connection, reference } = this.#scope;
    const { sessionToken, ...others }: BatchOptions = optionsOfCall<BatchOptions>(options);
    const named = await Promise.all(this.#steps.map((step) => this.#operation(step)));
    let operation = CosmosOperation.batch(
      reference,
      this.#partitionKey,
      named.map((each) => each.operation),
    );
    if (sessionToken !== undefined) operation = operation.withSessionToken(sessionToken);
    const contentResponseOnWrite = others.contentResponseOnWrite ?? connection.contentResponseOnWrite;
    const response = await connection.execute(operation, { ...others, contentResponseOnWrite });
    return batchResponse(response, operation, named, reference.id);
  }

  #sending<Added extends BatchStep>(
    kind: 'create' | 'upsert' | 'replace',
    item: object,
    options?: BatchWriteOptions,
  ): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, Added]> {
    const { ifMatch: etag }: BatchWriteOptions = knownOptions(options, ['ifMatch']);
    const plain = plainItem(item);
    return this.#with({ kind, etag, item: kind === 'replace' ? requireId(plain) : withId(plain) });
  }

  #with<Added extends BatchStep>(step: Step): ItemBatch<T, ContentOnWrite, Input, readonly [...Steps, Added]> {
    return new ItemBatch(this.#scope, this.#partitionKey, [...this.#steps, step]);
  }

  async #operation(step: Step): Promise<NamedOperation> {
    if ('operation' in step) return step;
    const { paths, reference } = this.#scope;
    const { kind, etag } = step;
    const item = await storedItem(this.#scope, step.item);
    if (itemPartitionKey(item, paths, undefined).header !== this.#partitionKey.header) {
      throw new TypeError(`Item "${item.id}" for container "${reference.id}" is not of the batch's partition key.`);
    }
    const body = encodeItem(item, reference.id);
    const precondition = etag === undefined ? undefined : ifMatch(etag);
    switch (kind) {
      case 'create':
        return { kind, id: item.id, operation: { kind, body } };
      case 'upsert':
        return { kind, id: item.id, operation: { kind, body, precondition } };
      case 'replace':
        return { kind, id: item.id, operation: { kind, id: item.id, body, precondition } };
    }
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
