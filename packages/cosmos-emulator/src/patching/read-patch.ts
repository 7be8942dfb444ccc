import { isJsonObject } from '../requests/json-object.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { isAtOrBelow, parseJsonPointer } from './json-pointer.ts';
import type { PatchOperation, PatchSpecification } from './patch-specification.ts';

/** @see https://learn.microsoft.com/azure/cosmos-db/partial-document-update-faq */
const maxOperations = 10;

/** Reads a patch: `{ operations, condition? }`, or the operations alone; refused with 400 when it is anything else. */
export function readPatch(body: unknown): PatchSpecification | Refusal {
  const { operations, condition } = isJsonObject(body) ? body : { operations: body, condition: undefined };
  if (!Array.isArray(operations) || operations.length === 0) return invalidPatch;
  if (operations.length > maxOperations) {
    return refuse(400, `The number of patch operations can't exceed ${maxOperations}.`);
  }
  if (condition !== undefined && typeof condition !== 'string') return invalidPatch;
  const read: PatchOperation[] = [];
  for (const each of operations) {
    const operation = readOperation(each);
    if (isRefusal(operation)) return operation;
    read.push(operation);
  }
  return { operations: read, condition };
}

function readOperation(operation: unknown): PatchOperation | Refusal {
  if (!isJsonObject(operation)) return invalidPatch;
  const path = readPath(operation.path);
  if (path === undefined) return invalidPatch;
  const { op, value } = operation;
  switch (op) {
    case 'add':
    case 'set':
    case 'replace':
      return value === undefined ? invalidPatch : { op, path, value };
    case 'remove':
      return { op, path };
    case 'incr':
      return typeof value === 'number' ? { op, path, value } : invalidPatch;
    case 'move': {
      const from = readPath(operation.from);
      if (from === undefined) return invalidPatch;
      const isBelow = path.length > from.length && isAtOrBelow(path, from);
      return isBelow
        ? refuse(400, 'Invalid patch request: an item cannot be moved into its own descendant.')
        : { op, path, from };
    }
    default:
      return invalidPatch;
  }
}

function readPath(path: unknown): readonly string[] | undefined {
  return typeof path === 'string' ? parseJsonPointer(path) : undefined;
}

const invalidPatch = refuse(400, 'Invalid patch request: check syntax of patch specification.');
