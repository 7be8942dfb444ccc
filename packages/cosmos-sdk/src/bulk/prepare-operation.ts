import { type BatchOperation, ifMatch, isCosmosError } from '@perdura/cosmos-driver';
import type { ContainerScope } from '../container/container-scope.ts';
import { encodeItem } from '../container/encode-item.ts';
import { itemPartitionKey } from '../container/item-key.ts';
import { type ItemWithId, plainItem, requireId, storedItem, withId } from '../container/stored-item.ts';
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
        const plain = plainItem(operation.item);
        const item = operation.kind === 'replace' ? requireId(plain) : withId(plain);
        if (scope.schema !== undefined) return prepareBySchema(scope, index, operation, item);
        return prepareItem(scope, index, operation, item);
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

/** What a schema makes of items may have another id than they. */
async function prepareBySchema(
  scope: ContainerScope,
  index: number,
  operation: Writing,
  given: ItemWithId,
): Promise<PreparedOperation> {
  let item: ItemWithId;
  try {
    item = await storedItem(scope, given);
  } catch (error) {
    if (isCosmosError(error)) return { kind: 'refused', index, operation, id: given.id, error };
    throw locatedAt(index, error);
  }
  return locate(index, () => prepareItem(scope, index, operation, item));
}

function prepareItem(scope: ContainerScope, index: number, operation: Writing, item: ItemWithId): PreparedOperation {
  const { kind, ifMatch: etag } = operation;
  const { id } = item;
  let body: Uint8Array;
  try {
    body = encodeItem(item, scope.reference.id);
  } catch (error) {
    if (isCosmosError(error)) return { kind: 'refused', index, operation, id, error };
    throw error;
  }
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

function conditionOf(etag: string | undefined): { readonly precondition?: ReturnType<typeof ifMatch> } {
  return etag === undefined ? {} : { precondition: ifMatch(etag) };
}

function locate<Result>(index: number, prepare: () => Result): Result {
  try {
    return prepare();
  } catch (cause) {
    throw locatedAt(index, cause);
  }
}

/** Says of which operation a `TypeError` is. */
function locatedAt(index: number, cause: unknown): unknown {
  return cause instanceof TypeError
    ? new TypeError(`Operation ${index} of the bulk: ${cause.message}`, { cause })
    : cause;
}
