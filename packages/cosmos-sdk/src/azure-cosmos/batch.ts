import { type BatchOperation, CosmosOperation, ifMatch, ifNoneMatch, type Precondition } from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account } from './account.ts';
import type { OperationInput, OperationResponse } from './bulk-types.ts';
import { type PartitionKey, toDriverKey } from './partition-key.ts';
import { patchParts } from './patch-request.ts';
import { executeOptions, type RequestOptions, withRequestOptions } from './request-options.ts';
import type { ContainerLink } from './resource.ts';
import { partsOf } from './resource-response.ts';
import type { Response } from './response.ts';

/** What `items.batch` answers; `code` is 207 when the batch was not applied. */
export type BatchResponse = Response<OperationResponse[]>;

const maxOperations = 100;

/** Carries a batch out. */
export async function runBatch(
  { id, database }: ContainerLink,
  account: Account,
  operations: readonly OperationInput[],
  partitionKey: PartitionKey | undefined,
  options: RequestOptions | undefined,
): Promise<BatchResponse> {
  for (const operation of operations) giveId(operation, options);
  if (operations.length > maxOperations) {
    throw new Error('Cannot run batch request with more than 100 operations per partition');
  }
  const call = {
    ...executeOptions(options),
    contentResponseOnWrite: options?.contentResponseOnWriteEnabled ?? true,
  };
  try {
    const response = await account.execute(async () => {
      const container = await account.resolveContainer(database.id, id, { signal: call.signal });
      const key = toDriverKey(partitionKey, container.partitionKey.paths.length);
      return withRequestOptions(CosmosOperation.batch(container, key, operations.map(toBatchOperation)), options);
    }, call);
    const { resource = [], headers, statusCode, substatus, diagnostics } = partsOf<OperationResponse[]>(response);
    return {
      headers,
      result: resource,
      code: statusCode,
      ...(substatus === undefined ? {} : { substatus }),
      diagnostics,
    };
  } catch (cause) {
    throw new Error(`Batch request error: ${(cause as Error).message}`, { cause });
  }
}

/** Gives new items an id where they have none, in the object that was given, unless options forbid it. */
export function giveId(operation: OperationInput, options: RequestOptions | undefined): void {
  if (operation.operationType !== 'Create' && operation.operationType !== 'Upsert') return;
  if (operation.resourceBody.id || options?.disableAutomaticIdGeneration) return;
  operation.resourceBody.id = crypto.randomUUID();
}

/** Under which condition an operation takes place. */
function preconditionOf(operation: OperationInput): Precondition | undefined {
  if ('ifMatch' in operation && operation.ifMatch !== undefined) return ifMatch(operation.ifMatch);
  if ('ifNoneMatch' in operation && operation.ifNoneMatch !== undefined) return ifNoneMatch(operation.ifNoneMatch);
  return undefined;
}

/** An operation as the driver takes it. @throws {TypeError} for an item that is not JSON. */
export function toBatchOperation(operation: OperationInput): BatchOperation {
  const precondition = preconditionOf(operation);
  switch (operation.operationType) {
    case 'Create':
      return { kind: 'create', body: encodeResource(operation.resourceBody) };
    case 'Upsert':
      return { kind: 'upsert', body: encodeResource(operation.resourceBody), precondition };
    case 'Replace':
      return { kind: 'replace', id: operation.id, body: encodeResource(operation.resourceBody), precondition };
    case 'Read':
      return { kind: 'read', id: operation.id };
    case 'Delete':
      return { kind: 'delete', id: operation.id, precondition };
    case 'Patch': {
      const { operations, condition } = patchParts(operation.resourceBody);
      return { kind: 'patch', id: operation.id, operations, predicate: condition, precondition };
    }
  }
}
