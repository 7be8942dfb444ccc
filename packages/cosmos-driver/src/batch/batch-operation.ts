import type { Precondition } from '../operation/precondition.ts';
import type { PatchOperation } from '../patch/patch-operation.ts';

/** One operation of a batch, on an item of the batch's partition key. Bodies are JSON in UTF-8, sent as they are. */
export type BatchOperation =
  | {
      /** Creates an item; the body has its id. */
      readonly kind: 'create';
      /** The item. */
      readonly body: Uint8Array;
    }
  | {
      /** Replaces an item or creates it; the body has its id. */
      readonly kind: 'upsert';
      /** The item. */
      readonly body: Uint8Array;
      /** Condition on the item's ETag, made by `ifMatch` or `ifNoneMatch`. */
      readonly precondition?: Precondition | undefined;
    }
  | {
      /** Replaces an item that exists. */
      readonly kind: 'replace';
      /** Which item. */
      readonly id: string;
      /** The item. */
      readonly body: Uint8Array;
      /** Condition on the item's ETag. */
      readonly precondition?: Precondition | undefined;
    }
  | {
      /** Reads or deletes an item. */
      readonly kind: 'read' | 'delete';
      /** Which item. */
      readonly id: string;
      /** Condition on the item's ETag. */
      readonly precondition?: Precondition | undefined;
    }
  | {
      /** Patches an item. */
      readonly kind: 'patch';
      /** Which item. */
      readonly id: string;
      /** What is done to it, one to ten operations. */
      readonly operations: readonly PatchOperation[];
      /** The batch takes place only if the item fulfils it, such as `from c where c.stock > 0`. (default: none) */
      readonly predicate?: string | undefined;
      /** Condition on the item's ETag. */
      readonly precondition?: Precondition | undefined;
    };
