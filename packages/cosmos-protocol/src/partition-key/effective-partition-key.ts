import { hashPartitionKeyV1 } from '../hashing/hash-partition-key-v1.ts';
import { hashPartitionKeyV2 } from '../hashing/hash-partition-key-v2.ts';
import type { PartitionKeyDefinition } from './partition-key-definition.ts';
import type { PartitionKeyValue } from './partition-key-value.ts';
import { requirePartitionKeyValue } from './require-partition-key-value.ts';

/**
 * The position of a partition key in a container's hash space, by which the service decides the physical partition.
 *
 * A hierarchical key may be a prefix, with fewer components than the container has paths: its items then lie in
 * `[epk, epk + 'FF')`. No component at all is the start of the space, `''`.
 *
 * @param values  The key's components, in the order of the container's paths.
 * @param definition  The container's definition; it decides the hash.
 * @returns Upper-case hex: 32 digits per component in version 2, of varying length in version 1.
 * @throws {TypeError} for a wrong number of components, or one that cannot be part of a partition key.
 */
export function effectivePartitionKey(
  values: readonly PartitionKeyValue[],
  definition: PartitionKeyDefinition,
): string {
  const { kind, paths, version } = definition;
  if (values.length > paths.length) {
    throw new TypeError(
      `A partition key of ${values.length} components does not fit a container with ${paths.length} paths.`,
    );
  }
  const components = values.map(requirePartitionKeyValue);
  if (components.length === 0) return '';
  if (kind === 'MultiHash') {
    let key = '';
    for (const component of components) key += hashPartitionKeyV2([component]);
    return key;
  }
  return kind === 'Hash' && version === 1 ? hashPartitionKeyV1(components) : hashPartitionKeyV2(components);
}
