import { isRepeatablePatch } from '../patch/is-repeatable-patch.ts';
import type { BatchOperation } from './batch-operation.ts';

/**
 * Whether a batch may be applied twice: when that leaves what applying it once leaves, or when a write under `ifMatch` makes
 * the whole of the second fail.
 */
export function isRepeatableBatch(operations: readonly BatchOperation[]): boolean {
  return (
    operations.some(isGuardedWrite) ||
    operations.every((operation) => operation.kind !== 'patch' || isRepeatablePatch(operation.operations))
  );
}

/** A write that changes the ETag it asks for. */
function isGuardedWrite(operation: BatchOperation): boolean {
  if (operation.kind === 'create' || operation.kind === 'read') return false;
  return operation.precondition?.kind === 'if-match' && operation.precondition.etag !== '*';
}
