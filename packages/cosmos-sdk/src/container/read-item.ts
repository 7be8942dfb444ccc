import {
  CosmosOperation,
  type CosmosResponse,
  ItemReference,
  ifNoneMatch,
  type PartitionKeyInput,
} from '@perdura/cosmos-driver';
import { optionsOfCall } from '../client/options-of-call.ts';
import { type NotModifiedResponse, type ReadItemResponse, readItemResponse } from '../response/item-responses.ts';
import { checkItems } from './check-items.ts';
import type { ContainerScope } from './container-scope.ts';
import type { ReadItemOptions } from './item-options.ts';

/** Reads an item, and holds it against the schema where the container's client was told to. */
export async function readItem<T>(
  scope: ContainerScope,
  partitionKey: PartitionKeyInput,
  id: string,
  options: ReadItemOptions | undefined,
): Promise<ReadItemResponse<T> | NotModifiedResponse> {
  const { connection, reference } = scope;
  let operation = CosmosOperation.readItem(ItemReference.from(reference, partitionKey, id));
  let response: CosmosResponse;
  if (options === undefined) {
    response = await connection.execute(operation);
  } else {
    const { sessionToken, ifNoneMatch: etag, ...others } = optionsOfCall(options);
    if (sessionToken !== undefined) operation = operation.withSessionToken(sessionToken);
    if (etag !== undefined) operation = operation.withPrecondition(ifNoneMatch(etag));
    response = await connection.execute(operation, others);
  }
  const read = readItemResponse<T>(response, operation);
  if (!scope.validateOnRead || read.notModified) return read;
  const [resource] = await checkItems(scope, [read.resource], response);
  return { ...read, resource: resource as T };
}
