import { ContainerReference } from './container-reference.ts';
import { completePartitionKey } from './logical-partition.ts';
import type { PartitionKey, PartitionKeyInput } from './partition-key.ts';
import { encodeResourceIdSegment } from './resource-id-segment.ts';

/** What names an item within its container. */
export interface ItemKey {
  /** Its partition key, complete. */
  readonly partitionKey: PartitionKeyInput;
  /** Its id. */
  readonly id: string;
}

/** Names an item by container, partition key and id, whether or not it exists. */
export class ItemReference {
  /** Tells references apart. */
  readonly kind = 'item';
  /** The container it lies in. */
  readonly container: ContainerReference;
  /** Its partition key, complete. */
  readonly partitionKey: PartitionKey;
  /** Its id, unique within the partition key. */
  readonly id: string;
  /** Path of its URL, percent-encoded. */
  readonly path: string;

  private constructor(container: ContainerReference, partitionKey: PartitionKey, id: string) {
    this.path = `${container.path}/docs/${encodeResourceIdSegment('item', id)}`;
    this.container = container;
    this.partitionKey = partitionKey;
    this.id = id;
    Object.freeze(this);
  }

  /**
   * @param partitionKey  The complete key: one value per partition key path of the container.
   * @throws {TypeError} when the container is no reference, the key is missing or has another number of values, or the id is empty or cannot be addressed.
   */
  static from(container: ContainerReference, partitionKey: PartitionKeyInput, id: string): ItemReference {
    if (!(container instanceof ContainerReference)) {
      throw new TypeError(
        'An item needs a ContainerReference: driver.resolveContainer(database, container) answers it.',
      );
    }
    return new ItemReference(container, completePartitionKey(container, partitionKey), id);
  }
}
