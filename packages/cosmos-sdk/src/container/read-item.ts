import {
  CosmosOperation,
  type CosmosResponse,
  ItemReference,
  ifNoneMatch,
  type PartitionKeyInput,
} from '@perdura/cosmos-driver';
import { optionsOfCall } from '../client/options-of-call.ts';
import { type NotModifiedResponse, type ReadItemResponse, readItemResponse } from '../response/item-responses.ts';
import { applySchema } from '../schema/apply-schema.ts';
import type { ContainerScope } from './container-scope.ts';
import type { ReadItemOptions } from './item-options.ts';

/** Reads an item, and holds it against the schema where the container's client was told to. */
export async function readItem<T>(
  { connection, reference, schema, validateOnRead }: ContainerScope,
  partitionKey: PartitionKeyInput,
  id: string,
  options: ReadItemOptions | undefined,
): Promise<ReadItemResponse<T> | NotModifiedResponse> {
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
  if (!validateOnRead || schema === undefined || read.notModified) return read;
  const { status, diagnostics } = response;
  const what = `Item "${id}" of container "${reference.id}"`;
  return {
    ...read,
    resource: (await applySchema(schema, read.resource, what, { status, response, diagnostics })) as T,
  };
}
