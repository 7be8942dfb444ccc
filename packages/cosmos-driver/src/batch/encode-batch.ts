import type { PartitionKeyDefinition } from '@perdura/cosmos-protocol';
import { encodeResourceIdSegment } from '../operation/resource-id-segment.ts';
import { checkPatch } from '../patch/check-patch.ts';
import { encodePatch } from '../patch/encode-patch.ts';
import type { BatchOperation } from './batch-operation.ts';

/** Limits of a batch. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits */
const maxOperations = 100;
const maxBytes = 2 * 1024 * 1024;

const encoder = new TextEncoder();
const opening = encoder.encode('[');
const comma = encoder.encode(',');
const closing = encoder.encode(']');
const closingOperation = encoder.encode('}');

/**
 * A batch as the service reads it: a JSON array of `{ "operationType", "id"?, "ifMatch"?, "ifNoneMatch"?, "resourceBody"? }`.
 *
 * @param partitionKey  How the container is partitioned, for the checks of patches.
 * @throws {TypeError} for no or more than 100 operations, more than 2 MB, and operations that are none.
 */
export function encodeBatch(operations: readonly BatchOperation[], partitionKey: PartitionKeyDefinition): Uint8Array {
  if (!Array.isArray(operations)) throw new TypeError('A batch needs an array.');
  return joinOperations(
    operations.map((operation: BatchOperation, index) =>
      encodeOperation(operation, `Operation ${index} of the batch`, partitionKey),
    ),
  );
}

/** Operations as one JSON array. @param operations  Each in pieces. @throws {TypeError} for no or more than 100, and more than 2 MB. */
export function joinOperations(operations: readonly (readonly Uint8Array[])[]): Uint8Array {
  if (operations.length === 0 || operations.length > maxOperations) {
    throw new TypeError(`A batch needs an array of 1 to ${maxOperations} operations, not ${operations.length}.`);
  }
  const parts = operations.flatMap((pieces, index) => [index === 0 ? opening : comma, ...pieces]);
  const bytes = concatenate([...parts, closing]);
  if (bytes.byteLength > maxBytes) {
    throw new TypeError(`A batch has at most ${maxBytes} bytes (2 MB), this one has ${bytes.byteLength}.`);
  }
  return bytes;
}

interface OperationParts {
  readonly head: Record<string, string>;
  readonly body?: Uint8Array;
}

/**
 * One operation of a batch, in pieces to be joined.
 *
 * @param what  What it is called in messages.
 * @param also  What else it says of itself. (default: nothing)
 * @throws {TypeError} for an operation that is none.
 */
export function encodeOperation(
  operation: BatchOperation,
  what: string,
  partitionKey: PartitionKeyDefinition,
  also: Readonly<Record<string, string>> = {},
): readonly Uint8Array[] {
  const { head, body } = partsOf(operation, what, partitionKey);
  const text = JSON.stringify({ ...head, ...also });
  if (body === undefined) return [encoder.encode(text)];
  return [encoder.encode(`${text.slice(0, -1)},"resourceBody":`), body, closingOperation];
}

const operationTypes = {
  create: 'Create',
  upsert: 'Upsert',
  replace: 'Replace',
  read: 'Read',
  delete: 'Delete',
  patch: 'Patch',
} as const;

function partsOf(operation: BatchOperation, what: string, partitionKey: PartitionKeyDefinition): OperationParts {
  if (!Object.hasOwn(operationTypes, operation?.kind)) {
    throw new TypeError(`${what} must be one of ${Object.keys(operationTypes).join(', ')}.`);
  }
  const head: Record<string, string> = { operationType: operationTypes[operation.kind] };
  if ('id' in operation) {
    encodeResourceIdSegment('item', operation.id);
    head.id = operation.id;
  } else if (operation.kind !== 'create' && operation.kind !== 'upsert') {
    throw new TypeError(`${what} needs the id of an item.`);
  }
  if ('precondition' in operation && operation.precondition !== undefined) {
    const { kind, etag } = operation.precondition;
    if (kind !== 'if-match' && kind !== 'if-none-match') {
      throw new TypeError(`The precondition of ${lowerFirst(what)} is made by ifMatch(etag) or ifNoneMatch(etag).`);
    }
    head[kind === 'if-match' ? 'ifMatch' : 'ifNoneMatch'] = etag;
  }
  switch (operation.kind) {
    case 'read':
    case 'delete':
      return { head };
    case 'patch': {
      const patch = checkPatch(operation.operations, operation.predicate, partitionKey);
      return { head, body: encoder.encode(encodePatch(patch)) };
    }
    case 'create':
    case 'upsert':
    case 'replace':
      if (!(operation.body instanceof Uint8Array)) throw new TypeError(`${what} needs a body that is a Uint8Array.`);
      return { head, body: operation.body };
  }
}

/** Pieces as one. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const byteLength = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const bytes = new Uint8Array(byteLength);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
