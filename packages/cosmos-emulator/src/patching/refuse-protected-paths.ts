import { type Refusal, refuse } from '../responses/answer.ts';
import { formatJsonPointer, isAtOrBelow } from './json-pointer.ts';
import type { JsonPath, PatchOperation } from './patch-specification.ts';

const systemProperties: ReadonlySet<string> = new Set(['id', '_rid', '_self', '_etag', '_ts', '_attachments']);

/**
 * Refuses a patch with 400 that reaches what makes an item the one it is: system properties, id and partition key.
 *
 * @param keyPaths  The paths of the partition key.
 */
export function refuseProtectedPaths(
  operations: readonly PatchOperation[],
  keyPaths: readonly JsonPath[],
): Refusal | undefined {
  for (const operation of operations) {
    const paths = operation.op === 'move' ? [operation.from, operation.path] : [operation.path];
    for (const path of paths) {
      const [name = ''] = path;
      if (systemProperties.has(name))
        return refuse(400, `Invalid patch request: Cannot patch system property ${name}.`);
      if (keyPaths.some((keyPath) => isAtOrBelow(path, keyPath) || isAtOrBelow(keyPath, path))) {
        return refuse(400, `Invalid patch request: Cannot patch partition key ${formatJsonPointer(path)}.`);
      }
    }
  }
  return undefined;
}
