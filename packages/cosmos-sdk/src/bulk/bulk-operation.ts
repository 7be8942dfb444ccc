import type { PartitionKeyInput } from '@perdura/cosmos-driver';
import type { NewItem, PartitionKeyFor } from '../container/item-types.ts';
import type { ItemPatch } from '../container/patch-types.ts';

/**
 * One operation of a bulk. Those that bring an item take id and partition key from it, as `createItem` does; the others name them.
 *
 * @typeParam T  The items as they are read.
 * @typeParam Paths  The partition key paths, where they are known.
 * @typeParam Input  The items as they may be written.
 */
export type BulkOperation<
  T extends object = Record<string, unknown>,
  Paths extends readonly string[] = readonly string[],
  Input extends object = T,
> =
  | {
      /** Creates an item; fails with `conflict` when there is one of its key and id. */
      readonly kind: 'create';
      /** The item, which gets a UUID where it has no id. */
      readonly item: NewItem<Input>;
    }
  | {
      /** Replaces an item, or creates it. */
      readonly kind: 'upsert';
      /** The item, which gets a UUID where it has no id. */
      readonly item: NewItem<Input>;
      /** Only while the item still has this ETag. */
      readonly ifMatch?: string | undefined;
    }
  | {
      /** Replaces an item that exists. */
      readonly kind: 'replace';
      /** The item. */
      readonly item: Input;
      /** Only while the item still has this ETag. */
      readonly ifMatch?: string | undefined;
    }
  | {
      /** Changes parts of an item. */
      readonly kind: 'patch';
      /** The item's partition key. */
      readonly partitionKey: PartitionKeyFor<T, Paths> | PartitionKeyInput;
      /** The item's id. */
      readonly id: string;
      /** One to ten changes. */
      readonly operations: readonly ItemPatch<T>[];
      /** Only if the item fulfils it, such as `from c where c.stock > 0`. */
      readonly predicate?: string | undefined;
      /** Only while the item still has this ETag. */
      readonly ifMatch?: string | undefined;
    }
  | {
      /** Deletes an item. */
      readonly kind: 'delete';
      /** The item's partition key. */
      readonly partitionKey: PartitionKeyFor<T, Paths> | PartitionKeyInput;
      /** The item's id. */
      readonly id: string;
      /** Only while the item still has this ETag. */
      readonly ifMatch?: string | undefined;
    }
  | {
      /** Reads an item. */
      readonly kind: 'read';
      /** The item's partition key. */
      readonly partitionKey: PartitionKeyFor<T, Paths> | PartitionKeyInput;
      /** The item's id. */
      readonly id: string;
    };

/** An operation whose item nobody has looked at yet. */
export type AnyBulkOperation =
  | { readonly kind: 'create' | 'upsert' | 'replace'; readonly item: object; readonly ifMatch?: string | undefined }
  | Extract<BulkOperation, { readonly kind: 'patch' | 'delete' | 'read' }>;
