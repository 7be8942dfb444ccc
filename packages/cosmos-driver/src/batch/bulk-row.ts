import { effectivePartitionKey } from '@perdura/cosmos-protocol';
import type { ContainerReference } from '../operation/container-reference.ts';
import { completePartitionKey } from '../operation/logical-partition.ts';
import { requireContainer } from '../operation/operation-resource.ts';
import type { PartitionKey, PartitionKeyInput } from '../operation/partition-key.ts';
import type { BatchOperation } from './batch-operation.ts';
import { concatenate, encodeOperation } from './encode-batch.ts';
import { isRepeatableBatch } from './is-repeatable-batch.ts';

/** One operation of a bulk, checked and encoded: so that whoever collects them knows where each goes and how large it is. */
export class BulkRow {
  /** What is done. */
  readonly operation: BatchOperation;
  /** The partition key of its item, complete. */
  readonly partitionKey: PartitionKey;
  /** Where that lies in the hash space, upper-case hex. */
  readonly effectivePartitionKey: string;
  /** What is sent, JSON in UTF-8. */
  readonly bytes: Uint8Array;
  /** Whether applying it twice leaves what applying it once leaves. A request is repeated after an unclear failure only if all of its rows are. */
  readonly isRepeatable: boolean;
  /** The container it is for. */
  readonly container: ContainerReference;

  private constructor(container: ContainerReference, partitionKey: PartitionKey, operation: BatchOperation) {
    this.container = container;
    this.partitionKey = partitionKey;
    this.operation = operation;
    this.effectivePartitionKey = effectivePartitionKey(partitionKey.values, container.partitionKey);
    this.bytes = concatenate(
      encodeOperation(operation, 'The operation', container.partitionKey, { partitionKey: partitionKey.header }),
    );
    this.isRepeatable = isRepeatableBatch([operation]);
    Object.freeze(this);
  }

  /** @throws {TypeError} when the container is no reference, the key is not complete, or the operation is none. */
  static from(container: ContainerReference, partitionKey: PartitionKeyInput, operation: BatchOperation): BulkRow {
    return new BulkRow(
      requireContainer(container),
      completePartitionKey(container, partitionKey),
      Object.freeze({ ...operation }),
    );
  }
}
