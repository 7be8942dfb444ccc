import type { BatchOperation } from '../batch/batch-operation.ts';
import type { BulkRow } from '../batch/bulk-row.ts';
import { checkBulk } from '../batch/check-bulk.ts';
import { encodeBatch, joinOperations } from '../batch/encode-batch.ts';
import type { FeedRange } from '../partitioning/feed-range.ts';
import { describePatch } from '../patch/describe-patch.ts';
import type { PatchOperation, PatchOptions } from '../patch/patch-operation.ts';
import type { ContainerReference } from './container-reference.ts';
import { type ItemKey, ItemReference } from './item-reference.ts';
import { logicalPartition } from './logical-partition.ts';
import { newOperation, type Operation } from './operation.ts';
import { requireContainer, requireItem } from './operation-resource.ts';
import type { PartitionKeyInput } from './partition-key.ts';

/** Items: one, many, and all of a partition key. */
export const itemOperations = {
  /** Creates an item; fails with `conflict` when it exists. The body's `id` and partition key must be the reference's. */
  createItem(item: ItemReference): Operation {
    return newOperation({ type: 'create', resource: requireItem(item) });
  },

  /** Reads an item. */
  readItem(item: ItemReference): Operation {
    return newOperation({ type: 'read', resource: requireItem(item) });
  },

  /**
   * Reads many items, by as few requests as can be; the response's body is of kind `items`, in the order of the keys, without what
   * is not there.
   *
   * @throws {TypeError} when the container is no reference, or a key is not complete.
   */
  readMany(container: ContainerReference, keys: readonly ItemKey[]): Operation {
    if (!Array.isArray(keys)) throw new TypeError('Items are named by an array of { partitionKey, id }.');
    const resource = { kind: 'items', container: requireContainer(container) } as const;
    const items = keys.map((key: ItemKey) => ItemReference.from(container, key?.partitionKey, key?.id));
    return newOperation({ type: 'read', resource, details: { kind: 'read-many', items: Object.freeze(items) } });
  },

  /** Replaces an item that exists. */
  replaceItem(item: ItemReference): Operation {
    return newOperation({ type: 'replace', resource: requireItem(item) });
  },

  /** Replaces an item, or creates it. */
  upsertItem(item: ItemReference): Operation {
    return newOperation({ type: 'upsert', resource: requireItem(item) });
  },

  /** Deletes an item. */
  deleteItem(item: ItemReference): Operation {
    return newOperation({ type: 'delete', resource: requireItem(item) });
  },

  /**
   * Changes parts of an item, all or nothing.
   *
   * @param operations  One to ten; any number with the strategy `read-modify-replace`.
   * @throws {TypeError} for operations that cannot be, such as a change of the id or the partition key, and for options that do not go together.
   */
  patchItem(item: ItemReference, operations: readonly PatchOperation[], options?: PatchOptions): Operation {
    const { partitionKey } = requireItem(item).container;
    return newOperation({ type: 'patch', resource: item, ...describePatch(operations, partitionKey, options) });
  },

  /**
   * Carries out up to 100 operations on items of one partition key, all or nothing.
   *
   * A batch that was not applied is a response too, of status 207: `readBatchResults` says which operation failed. After an
   * attempt without a clear answer it is an error with `mayHaveBeenApplied` instead, because what that attempt did may be what
   * refuses the batch now; its status is that of the operation that failed, its response has the results.
   *
   * @throws {TypeError} for no or more than 100 operations, more than 2 MB, and operations that are none.
   */
  batch(
    container: ContainerReference,
    partitionKey: PartitionKeyInput,
    operations: readonly BatchOperation[],
  ): Operation {
    const resource = logicalPartition(container, partitionKey);
    const body = encodeBatch(operations, container.partitionKey);
    const details = { kind: 'batch', operations: Object.freeze([...operations]) } as const;
    return newOperation({ type: 'batch', resource, details, body });
  },

  /**
   * Carries out up to 100 operations on items of one physical partition, in their order, each by itself: `readBulkResults` says what
   * became of each. It is one request; who has more operations, or for several partitions, makes several bulks.
   *
   * The bulk as a whole is repeated like any other operation. An operation in it that fails is not, its result says whether that may
   * help. When the partition was split and the range now lies in several, the bulk fails with 410/1002, and nothing was done:
   * `readFeedRanges` then knows the new ones.
   *
   * @param range  One of those that `readFeedRanges` answers; every operation's partition key lies in it.
   * @throws {TypeError} for no or more than 100 operations, more than 2 MB, and operations that are of another container or range.
   */
  bulk(container: ContainerReference, range: FeedRange, operations: readonly BulkRow[]): Operation {
    const resource = { kind: 'items', container: requireContainer(container) } as const;
    const rows = checkBulk(container, range, operations);
    const body = joinOperations(rows.map(({ bytes }) => [bytes]));
    return newOperation({ type: 'bulk', resource, details: { kind: 'bulk', rows, range }, body });
  },

  /** Deletes all items of a partition key. The service does so in the background; they cannot be seen any more at once. */
  deleteAllItems(container: ContainerReference, partitionKey: PartitionKeyInput): Operation {
    return newOperation({ type: 'delete', resource: logicalPartition(container, partitionKey) });
  },
};
