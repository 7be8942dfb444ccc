import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { editAt, PatchProblemSignal } from './edit-at.ts';
import { formatJsonPointer } from './json-pointer.ts';
import type { JsonPath, PatchOperation } from './patch-specification.ts';

/** The document as the patch leaves it, or why the patch does not fit it. */
export type PatchResult =
  | { readonly kind: 'patched'; readonly document: JsonObject }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * Carries out the operations of a patch, all or none.
 *
 * The document stays as it is; the result shares with it all that was not changed.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/partial-document-update#supported-operations
 */
export function applyPatch(document: JsonObject, operations: readonly PatchOperation[]): PatchResult {
  let result = document;
  for (const [index, operation] of operations.entries()) {
    try {
      result = applyOperation(result, operation);
    } catch (error) {
      if (!(error instanceof PatchProblemSignal)) throw error;
      return { kind: 'problem', message: `For Operation(${index + 1}): ${error.message}` };
    }
  }
  return { kind: 'patched', document: result };
}

function applyOperation(document: JsonObject, operation: PatchOperation): JsonObject {
  const { path } = operation;
  switch (operation.op) {
    case 'add':
      return add(document, path, operation.value);
    case 'set':
      return editAt(document, path, { onMissing: () => operation.value, onExisting: () => operation.value });
    case 'replace':
      return editAt(document, path, { onMissing: absent('replaced', path), onExisting: () => operation.value });
    case 'remove':
      return remove(document, path);
    case 'incr':
      return editAt(document, path, {
        onMissing: () => operation.value,
        onExisting: (value) => sum(value, operation.value, path),
      });
    case 'move':
      return add(remove(document, operation.from), path, valueAt(document, operation.from));
  }
}

function add(document: JsonObject, path: JsonPath, value: unknown): JsonObject {
  return editAt(document, path, { onMissing: () => value, onExisting: () => value, insertsElements: true });
}

function remove(document: JsonObject, path: JsonPath): JsonObject {
  return editAt(document, path, { onMissing: absent('removed', path), onExisting: () => undefined });
}

function absent(verb: string, path: JsonPath): () => never {
  return () => {
    throw new PatchProblemSignal(
      `Node(${formatJsonPointer(path)}) to be ${verb} is absent. Note: it might also have been removed earlier in the transaction.`,
    );
  };
}

function sum(value: unknown, increment: number, path: JsonPath): number {
  const total = typeof value === 'number' ? value + increment : undefined;
  if (total !== undefined && Number.isFinite(total)) return total;
  throw new PatchProblemSignal(
    `Node(${formatJsonPointer(path)}) ${total === undefined ? 'is not a number' : 'becomes too large for a number'}.`,
  );
}

/** What is at a path that is known to exist. */
function valueAt(document: unknown, [name, ...rest]: JsonPath): unknown {
  if (name === undefined) return document;
  if (Array.isArray(document)) return valueAt(document[Number(name)], rest);
  return isJsonObject(document) ? valueAt(document[name], rest) : undefined;
}
