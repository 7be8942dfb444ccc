import { type BatchOperation, BulkRow, type ContainerReference, CosmosError } from '@perdura/cosmos-driver';
import type { AnyBulkOperation } from './bulk-operation.ts';
import { noHistory } from './plan-repeat.ts';
import type { QueuedOperation } from './queued-operation.ts';

/** An operation that may be sent, or cannot be: its item is not what the schema says, or too large. */
export type PreparedOperation =
  | { readonly kind: 'ready'; readonly queued: Omit<QueuedOperation, 'addedMs'> }
  | {
      readonly kind: 'refused';
      readonly index: number;
      readonly operation: AnyBulkOperation;
      readonly id: string | undefined;
      readonly error: CosmosError;
    };

/** Most bytes of a request, and so of one operation. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-request-limits */
const maxBytes = 2 * 1024 * 1024;

/** Encodes an operation. @throws {TypeError} for what can be none, such as a key that does not fit the container. */
export function prepareRow(
  container: ContainerReference,
  index: number,
  operation: AnyBulkOperation,
  id: string,
  partitionKey: Parameters<typeof BulkRow.from>[1],
  batchOperation: BatchOperation,
): PreparedOperation {
  const row = BulkRow.from(container, partitionKey, batchOperation);
  // The request is an array of at least this one.
  if (row.bytes.byteLength + 2 <= maxBytes) {
    return { kind: 'ready', queued: { index, operation, id, row, history: noHistory } };
  }
  const message = `${operation.kind} of item "${id}" in container "${container.id}" was not sent: it has ${row.bytes.byteLength} bytes, and the service takes ${maxBytes} (2 MB).`;
  return { kind: 'refused', index, operation, id, error: new CosmosError(message, { code: 'too-large' }) };
}
