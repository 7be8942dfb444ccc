import { type BatchOperation, ifMatch, isCosmosError } from '@perdura/cosmos-driver';
import type { ContainerScope } from '../container/container-scope.ts';
import { itemId, itemPartitionKey } from '../container/item-key.ts';
import { plainItem, withId } from '../container/stored-item.ts';
import { encodeResource } from '../response/encode-resource.ts';
import { applySchema } from '../schema/apply-schema.ts';
import type { AnyBulkOperation } from './bulk-operation.ts';
import { type PreparedOperation, prepareRow } from './prepare-row.ts';

const fields = {
  create: new Set(['kind', 'item']),
  upsert: new Set(['kind', 'item', 'ifMatch']),
  replace: new Set(['kind', 'item', 'ifMatch']),
  patch: new Set(['kind', 'partitionKey', 'id', 'operations', 'predicate', 'ifMatch']),
  delete: new Set(['kind', 'partitionKey', 'id', 'ifMatch']),
  read: new Set(['kind', 'partitionKey', 'id']),
} as const;

/**
 * Checks and encodes an operation; asynchronous only where a schema has to be asked.
 *
 * @throws {TypeError} when it is none. The message says which of the input it is.
 */
export function prepareOperation(
  scope: ContainerScope,
  index: number,
  operation: AnyBulkOperation,
): PreparedOperation | Promise<PreparedOperation> {
  return locate(index, () => {
    requireOperation(operation);
    switch (operation.kind) {
      case 'create':
      case 'upsert':
      case 'replace': {
        const { item, id } = itemWithId(operation.kind, operation.item);
        if (scope.schema !== undefined) return prepareBySchema(scope, index, operation, item, id);
        return prepareItem(scope, index, operation, item, id);
      }
      case 'patch': {
        const { kind, id, partitionKey, operations, predicate, ifMatch: etag } = operation;
        return prepareRow(scope.reference, index, operation, id, partitionKey, {
          kind,
          id,
          operations,
          predicate,
          ...conditionOf(etag),
        });
      }
      case 'delete': {
        const { kind, id, partitionKey, ifMatch: etag } = operation;
        return prepareRow(scope.reference, index, operation, id, partitionKey, { kind, id, ...conditionOf(etag) });
      }
      case 'read': {
        const { kind, id, partitionKey } = operation;
        return prepareRow(scope.reference, index, operation, id, partitionKey, { kind, id });
      }
    }
  });
}

type Writing = Extract<AnyBulkOperation, { readonly item: object }>;

async function prepareBySchema(
  scope: ContainerScope,
  index: number,
  operation: Writing,
  given: object,
  id: string,
): Promise<PreparedOperation> {
  const { schema, reference } = scope;
  if (schema === undefined) return prepareItem(scope, index, operation, given, id);
  let item: object;
  try {
    item = await applySchema(schema, given, `Item "${id}" for container "${reference.id}"`);
  } catch (error) {
    if (!isCosmosError(error)) throw error;
    return { kind: 'refused', index, operation, id, error };
  }
  return locate(index, () => {
    if (itemId(item) !== id) {
      throw new TypeError(`The schema of container "${reference.id}" changes the id of an item.`);
    }
    return prepareItem(scope, index, operation, item, id);
  });
}

function prepareItem(
  scope: ContainerScope,
  index: number,
  operation: Writing,
  item: object,
  id: string,
): PreparedOperation {
  const { kind, ifMatch: etag } = operation;
  const body = encodeResource(item);
  const condition = conditionOf(etag);
  const row: BatchOperation =
    kind === 'replace'
      ? { kind, id, body, ...condition }
      : kind === 'upsert'
        ? { kind, body, ...condition }
        : { kind: 'create', body };
  return prepareRow(scope.reference, index, operation, id, itemPartitionKey(item, scope.paths, undefined), row);
}

function requireOperation(operation: AnyBulkOperation): void {
  if (typeof operation !== 'object' || operation === null || !Object.hasOwn(fields, operation.kind)) {
    throw new TypeError(`its kind must be one of ${Object.keys(fields).join(', ')}.`);
  }
  const known: ReadonlySet<string> = fields[operation.kind];
  for (const name in operation) {
    if (!known.has(name)) throw new TypeError(`a ${operation.kind} has no "${name}".`);
  }
}

function itemWithId(kind: Writing['kind'], given: object): { readonly item: object; readonly id: string } {
  const plain = plainItem(given);
  if (kind === 'replace' && itemId(plain) === undefined) throw new TypeError('the item has no id.');
  const item = withId(plain);
  return { item, id: item.id };
}

function conditionOf(etag: string | undefined): { readonly precondition?: ReturnType<typeof ifMatch> } {
  return etag === undefined ? {} : { precondition: ifMatch(etag) };
}

/** Says of which operation a `TypeError` is. */
function locate<Result>(index: number, prepare: () => Result): Result {
  try {
    return prepare();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new TypeError(`Operation ${index} of the bulk: ${cause.message}`, { cause });
  }
}
