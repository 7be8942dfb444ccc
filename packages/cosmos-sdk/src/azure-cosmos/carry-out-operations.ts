import {
  type ContainerReference,
  CosmosOperation,
  type PartitionKey as DriverKey,
  type ExecuteOptions,
  ItemReference,
  parsePartitionKeyPath,
} from '@perdura/cosmos-driver';
import { itemPartitionKey } from '../container/item-key.ts';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account } from './account.ts';
import { patchParts, preconditionOf } from './batch.ts';
import type { OperationInput } from './bulk-types.ts';
import { ErrorResponse } from './error-response.ts';
import { toDriverKey } from './partition-key.ts';
import { partsOf, type ResponseParts } from './resource-response.ts';
import type { JSONObject } from './sql-query-spec.ts';

/** What became of one operation: an answer, or the error of one. */
export type Outcome = ResponseParts<JSONObject> | ErrorResponse;

/** Most operations under way at once. */
const maxConcurrency = 20;

/**
 * Carries operations out, each by itself; answers in their order. All that this entry knows of how bulks are carried out is here.
 * Operations on one item take place in their order, others side by side.
 *
 * @throws whatever is no answer of the service: an abort, a timeout, no connection.
 */
export async function carryOutOperations(
  account: Account,
  container: ContainerReference,
  operations: readonly OperationInput[],
  options: ExecuteOptions,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const items = Map.groupBy(operations.entries(), ([index, operation]) => itemOf(operation) ?? index).values();
  const worker = async (): Promise<void> => {
    for (const ofItem of items) {
      for (const [index, operation] of ofItem) {
        outcomes[index] = await carryOut(account, container, operation, options);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxConcurrency, operations.length) }, worker));
  return outcomes;
}

/** What operations on one item have in common; items of the same id but another key as well, which does no harm. */
function itemOf(operation: OperationInput): string | undefined {
  return 'id' in operation ? operation.id : (operation.resourceBody.id as string | undefined);
}

/** The partition key of an operation: given, or of the item it brings, or that of an item without the property. @throws {TypeError} */
export function operationKey({ partitionKey }: ContainerReference, operation: OperationInput): DriverKey {
  const { paths } = partitionKey;
  if (operation.partitionKey !== undefined) return toDriverKey(operation.partitionKey, paths.length);
  const bringsItem = ['Create', 'Upsert', 'Replace'].includes(operation.operationType);
  if (Object.hasOwn(operation, 'partitionKey') || !bringsItem) return toDriverKey(undefined, paths.length);
  return itemPartitionKey(
    (operation as { readonly resourceBody: object }).resourceBody,
    paths.map(parsePartitionKeyPath),
    undefined,
  );
}

/** Carries one operation out. */
async function carryOut(
  account: Account,
  container: ContainerReference,
  operation: OperationInput,
  options: ExecuteOptions,
): Promise<Outcome> {
  try {
    const response = await account.execute(() => {
      const precondition = preconditionOf(operation);
      const made = itemOperation(container, operation);
      return precondition === undefined ? made : made.withPrecondition(precondition);
    }, options);
    return partsOf<JSONObject>(response);
  } catch (error) {
    if (error instanceof ErrorResponse && typeof error.code === 'number') return error;
    throw error;
  }
}

function itemOperation(container: ContainerReference, operation: OperationInput): CosmosOperation {
  const key = operationKey(container, operation);
  const id = 'id' in operation ? operation.id : (operation.resourceBody.id as string);
  const item = ItemReference.from(container, key, id);
  switch (operation.operationType) {
    case 'Create':
      return CosmosOperation.createItem(item).withBody(encodeResource(operation.resourceBody));
    case 'Upsert':
      return CosmosOperation.upsertItem(item).withBody(encodeResource(operation.resourceBody));
    case 'Replace':
      return CosmosOperation.replaceItem(item).withBody(encodeResource(operation.resourceBody));
    case 'Read':
      return CosmosOperation.readItem(item);
    case 'Delete':
      return CosmosOperation.deleteItem(item);
    case 'Patch': {
      const { operations, condition } = patchParts(operation.resourceBody);
      return CosmosOperation.patchItem(item, operations, { predicate: condition });
    }
  }
}
