import { isArrayPosition, parseJsonPointer } from './json-pointer.ts';
import type { PatchOperation } from './patch-operation.ts';

/**
 * Whether applying the operations twice leaves what applying them once leaves: only `set` and `replace`, and no path that
 * may lead through an array, whose elements may have moved in between.
 */
export function isRepeatablePatch(operations: readonly PatchOperation[]): boolean {
  return operations.every(
    ({ op, path }) => (op === 'set' || op === 'replace') && parseJsonPointer(path)?.some(isArrayPosition) === false,
  );
}
