import type { PartitionKeyDefinition } from '@perdura/cosmos-protocol';
import type { OperationDetails } from '../operation/operation-details.ts';
import { checkOptions } from '../options/check-options.ts';
import { defaults } from '../options/defaults.ts';
import { integerField, type OptionField, wordField } from '../options/option-field.ts';
import { checkLocalPatch, checkPatch, predicateProblem } from './check-patch.ts';
import { encodePatch } from './encode-patch.ts';
import type { PatchOperation, PatchOptions, PatchStrategy } from './patch-operation.ts';

/** What a patch adds to its operation. */
export interface DescribedPatch {
  readonly details: OperationDetails;
  /** What is sent; `undefined` when the driver itself changes the item. */
  readonly body: Uint8Array | undefined;
}

const patchOptionFields: Readonly<Record<keyof PatchOptions, OptionField>> = {
  predicate: { values: 'a condition', problem: predicateProblem },
  strategy: wordField(['native', 'read-modify-replace'] satisfies PatchStrategy[]),
  maxAttempts: integerField(1, 100),
};

/**
 * Checks a patch with its options, and encodes it.
 *
 * @throws {TypeError}
 */
export function describePatch(
  operations: readonly PatchOperation[],
  partitionKey: PartitionKeyDefinition,
  options: PatchOptions = {},
): DescribedPatch {
  checkOptions('options of a patch', options, patchOptionFields);
  const { strategy = 'native', predicate } = options;
  if (strategy === 'native') {
    if (options.maxAttempts !== undefined)
      throw new TypeError("maxAttempts is for the strategy 'read-modify-replace'.");
    const patch = checkPatch(operations, predicate, partitionKey);
    return {
      details: { kind: 'patch', patch, strategy, maxAttempts: 1 },
      body: new TextEncoder().encode(encodePatch(patch)),
    };
  }
  if (predicate !== undefined) {
    throw new TypeError("A predicate is evaluated by the service, so the strategy must be 'native'.");
  }
  const patch = checkLocalPatch(operations, partitionKey);
  const { maxAttempts = defaults.patchMaxAttempts } = options;
  return { details: { kind: 'patch', patch, strategy, maxAttempts }, body: undefined };
}
