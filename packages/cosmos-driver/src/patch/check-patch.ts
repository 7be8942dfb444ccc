import { type PartitionKeyDefinition, parsePartitionKeyPath } from '@perdura/cosmos-protocol';
import { parseJsonPointer } from './json-pointer.ts';
import type { Patch, PatchOperation } from './patch-operation.ts';

/** Most operations of a patch that the service carries out. @see https://learn.microsoft.com/azure/cosmos-db/partial-document-update-faq */
const maxNativeOperations = 10;

/**
 * Checks a patch that the service is to carry out, and freezes it.
 *
 * @param partitionKey  How the item's container is partitioned; a patch cannot change the key, nor the id.
 * @throws {TypeError} for no or more than ten operations, unknown ones, paths that are no pointers or that the patch must not touch, and values JSON cannot say.
 */
export function checkPatch(
  operations: readonly PatchOperation[],
  predicate: string | undefined,
  partitionKey: PartitionKeyDefinition,
): Patch {
  const patch = checkLocalPatch(operations, partitionKey);
  if (operations.length > maxNativeOperations) {
    throw new TypeError(
      `A patch has at most ${maxNativeOperations} operations, not ${operations.length}; the strategy 'read-modify-replace' takes more.`,
    );
  }
  const problem = predicate === undefined ? undefined : predicateProblem(predicate);
  if (problem !== undefined) throw new TypeError(`The predicate of a patch ${problem}.`);
  return Object.freeze({ ...patch, predicate });
}

/** Checks a patch that the driver is to carry out, which may be longer. @throws {TypeError} */
export function checkLocalPatch(operations: readonly PatchOperation[], partitionKey: PartitionKeyDefinition): Patch {
  if (!Array.isArray(operations) || operations.length === 0) {
    throw new TypeError('A patch needs an array of at least one operation.');
  }
  const fixed = [['id'], ...partitionKey.paths.map(parsePartitionKeyPath)];
  const checked = operations.map((operation: PatchOperation, index) => checkOperation(operation, index, fixed));
  return Object.freeze({ operations: Object.freeze(checked), predicate: undefined });
}

/** @returns What is wrong with a predicate, to follow its name; `undefined` when it is fine. */
export function predicateProblem(predicate: unknown): string | undefined {
  return typeof predicate === 'string' && predicate.trim() !== ''
    ? undefined
    : 'must be text such as "from c where c.stock > 0"';
}

function checkOperation(
  operation: PatchOperation,
  index: number,
  fixed: readonly (readonly string[])[],
): PatchOperation {
  const what = `Operation ${index} of the patch`;
  switch (operation?.op) {
    case 'add':
    case 'set':
    case 'replace': {
      const { op, path, value } = operation;
      checkPath(what, path, fixed);
      requireJson(what, value);
      return Object.freeze({ op, path, value });
    }
    case 'remove':
      checkPath(what, operation.path, fixed);
      return Object.freeze({ op: 'remove', path: operation.path });
    case 'incr': {
      const { path, value } = operation;
      checkPath(what, path, fixed);
      if (!Number.isFinite(value)) throw new TypeError(`${what} needs a finite number, not ${String(value)}.`);
      return Object.freeze({ op: 'incr', path, value });
    }
    case 'move': {
      const { from, path } = operation;
      const source = checkPath(what, from, fixed);
      if (isWithin(checkPath(what, path, fixed), source)) {
        throw new TypeError(`${what} moves ${from} into itself, to ${path}.`);
      }
      return Object.freeze({ op: 'move', from, path });
    }
    default:
      throw new TypeError(`${what} must be one of add, set, replace, remove, incr and move.`);
  }
}

function requireJson(what: string, value: unknown): void {
  let cause: unknown;
  try {
    if (JSON.stringify(value) !== undefined) return;
  } catch (error) {
    cause = error;
  }
  throw new TypeError(`${what} needs a value that JSON can say.`, { cause });
}

function checkPath(what: string, path: unknown, fixed: readonly (readonly string[])[]): readonly string[] {
  const names = typeof path === 'string' ? parseJsonPointer(path) : undefined;
  if (names === undefined || names.length === 0) {
    throw new TypeError(`${what} needs a path that is a JSON pointer such as /address/city, not ${String(path)}.`);
  }
  if (fixed.some((other) => isWithin(names, other) || isWithin(other, names))) {
    throw new TypeError(`${what} must not touch ${path}: the id and the partition key of an item never change.`);
  }
  return names;
}

/** Whether a path is another one, or leads into what is there. */
function isWithin(path: readonly string[], other: readonly string[]): boolean {
  return other.every((name, index) => path[index] === name);
}
