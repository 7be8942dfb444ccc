import { ContainerReference } from './container-reference.ts';
import { PartitionKey, type PartitionKeyInput } from './partition-key.ts';

/** All items of one partition key of a container. */
export interface LogicalPartition {
  /** Tells references apart. */
  readonly kind: 'logical-partition';
  /** The container. */
  readonly container: ContainerReference;
  /** The partition key, complete. */
  readonly partitionKey: PartitionKey;
}

/** @throws {TypeError} when the container is no reference, or the key is missing or has another number of values. */
export function logicalPartition(container: ContainerReference, partitionKey: PartitionKeyInput): LogicalPartition {
  if (!(container instanceof ContainerReference)) {
    throw new TypeError('A ContainerReference is missing: driver.resolveContainer(database, container) answers it.');
  }
  return Object.freeze({
    kind: 'logical-partition',
    container,
    partitionKey: completePartitionKey(container, partitionKey),
  });
}

/**
 * A partition key with one value for each partition key path of a container. Fewer values name many keys, which only
 * queries and feeds can address.
 *
 * @throws {TypeError} when it is missing or has another number of values.
 */
export function completePartitionKey(container: ContainerReference, partitionKey: PartitionKeyInput): PartitionKey {
  const key = PartitionKey.from(partitionKey);
  const { paths } = container.partitionKey;
  if (key.values.length !== paths.length) {
    throw new TypeError(
      `Container "${container.id}" is partitioned by ${paths.join(', ')}: an item's partition key needs ` +
        `${paths.length} ${paths.length === 1 ? 'value' : 'values'}, not ${key.values.length}.`,
    );
  }
  return key;
}
