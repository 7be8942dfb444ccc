import {
  CosmosOperation,
  type CosmosResponse,
  ItemReference,
  ifMatch,
  type PartitionKeyInput,
  type PatchOperation,
  type PatchOptions,
} from '@perdura/cosmos-driver';
import type { Connection } from '../client/connection.ts';
import { optionsOfCall } from '../client/options-of-call.ts';
import {
  type WriteItemResponse,
  type WriteItemResponseWithResource,
  writeItemResponse,
} from '../response/item-responses.ts';
import type { ContainerScope } from './container-scope.ts';
import { encodeItem } from './encode-item.ts';
import { itemPartitionKey } from './item-key.ts';
import type {
  DeleteItemOptions,
  PatchItemOptions,
  SendItemOptions,
  UpsertItemOptions,
  WriteItemOptions,
} from './item-options.ts';
import { plainItem, requireId, storedItem, withId } from './stored-item.ts';

type Written<T> = WriteItemResponse | WriteItemResponseWithResource<T>;

/** Creates or upserts an item, which gets an id where it has none. */
export async function sendNewItem<T>(
  scope: ContainerScope,
  kind: 'createItem' | 'upsertItem',
  item: object,
  options: UpsertItemOptions | undefined,
): Promise<Written<T>> {
  const { generateId = true, ...others }: UpsertItemOptions = optionsOfCall(options);
  if (typeof generateId !== 'boolean') throw new TypeError('Option "generateId" must be a boolean.');
  if (kind === 'createItem' && others.ifMatch !== undefined) {
    throw new TypeError(
      'Option "ifMatch" makes no sense for createItem: there is no item yet that could have an ETag.',
    );
  }
  const plain = plainItem(item);
  return sendItem(scope, kind, generateId ? withId(plain) : plain, others);
}

/** Replaces an item, which has an id. */
export async function replaceItem<T>(
  scope: ContainerScope,
  item: object,
  options: SendItemOptions | undefined,
): Promise<Written<T>> {
  return sendItem(scope, 'replaceItem', requireId(plainItem(item)), optionsOfCall(options));
}

/** Deletes an item. */
export async function deleteItem(
  { connection, reference }: ContainerScope,
  partitionKey: PartitionKeyInput,
  id: string,
  options: DeleteItemOptions | undefined,
): Promise<WriteItemResponse> {
  const operation = CosmosOperation.deleteItem(ItemReference.from(reference, partitionKey, id));
  const response = await write(connection, operation, optionsOfCall(options), false);
  return writeItemResponse(response, operation, id, false);
}

/** Patches an item. */
export async function patchItem<T>(
  { connection, reference }: ContainerScope,
  partitionKey: PartitionKeyInput,
  id: string,
  operations: readonly PatchOperation[],
  options: PatchItemOptions | undefined,
): Promise<Written<T>> {
  const { predicate, strategy, maxAttempts, ...others }: PatchItemOptions = optionsOfCall(options);
  const patch: PatchOptions = { predicate, strategy, maxAttempts };
  const operation = CosmosOperation.patchItem(ItemReference.from(reference, partitionKey, id), operations, patch);
  const withResource = others.contentResponseOnWrite ?? connection.contentResponseOnWrite;
  const response = await write(connection, operation, others, withResource);
  return writeItemResponse<T>(response, operation, id, withResource);
}

async function sendItem<T>(
  scope: ContainerScope,
  kind: 'createItem' | 'upsertItem' | 'replaceItem',
  given: object,
  { partitionKey: expected, ...options }: SendItemOptions,
): Promise<Written<T>> {
  const { connection, reference, paths } = scope;
  const item = await storedItem(scope, given);
  const partitionKey = itemPartitionKey(item, paths, expected);
  const operation = CosmosOperation[kind](ItemReference.from(reference, partitionKey, item.id)).withBody(
    encodeItem(item, reference.id),
  );
  const withResource = options.contentResponseOnWrite ?? connection.contentResponseOnWrite;
  const response = await write(connection, operation, options, withResource);
  return writeItemResponse<T>(response, operation, item.id, withResource);
}

/** The shape of a response is in its type, so the layers below must not decide about it: the field is always set. */
async function write(
  connection: Connection,
  operation: CosmosOperation,
  { sessionToken, ifMatch: etag, ...options }: WriteItemOptions,
  contentResponseOnWrite: boolean,
): Promise<CosmosResponse> {
  let conditional = operation;
  if (sessionToken !== undefined) conditional = conditional.withSessionToken(sessionToken);
  if (etag !== undefined) conditional = conditional.withPrecondition(ifMatch(etag));
  return connection.execute(conditional, { ...options, contentResponseOnWrite });
}
