import type { ExecuteOptions, PartitionKeyInput, PatchOptions } from '@perdura/cosmos-driver';

/** Options of reads. */
export interface ReadItemOptions extends Omit<ExecuteOptions, 'contentResponseOnWrite'> {
  /** See at least what this token has seen, in place of the client's own. */
  readonly sessionToken?: string | undefined;
  /** Send the item only if it no longer has this ETag; else the response says `notModified`. */
  readonly ifNoneMatch?: string | undefined;
}

/** No options: what calls without options have. */
export type NoOptions = Record<never, never>;

/** Options of writes. */
export interface WriteItemOptions extends ExecuteOptions {
  /** See at least what this token has seen, in place of the client's own. */
  readonly sessionToken?: string | undefined;
  /** Write only while the item still has this ETag; else the call fails with `precondition-failed`. */
  readonly ifMatch?: string | undefined;
}

/** Options of writes that send an item. */
export interface SendItemOptions extends WriteItemOptions {
  /** The item's partition key, to be held against what the item says. (default: taken from the item) */
  readonly partitionKey?: PartitionKeyInput | undefined;
}

/** Options of upserts. */
export interface UpsertItemOptions extends SendItemOptions {
  /** Give an item without `id` a UUID. (default `true`; `false` refuses such items) */
  readonly generateId?: boolean | undefined;
}

/** Options of creates. */
export interface CreateItemOptions extends Omit<UpsertItemOptions, 'ifMatch'> {}

/** Options of deletes. */
export interface DeleteItemOptions extends Omit<WriteItemOptions, 'contentResponseOnWrite'> {}

/** Options of patches. */
export interface PatchItemOptions extends WriteItemOptions, PatchOptions {}

/** Options of replacing a container. */
export interface ReplaceContainerOptions extends ExecuteOptions {
  /** Replace only while the container still has this ETag; else the call fails with `precondition-failed`. */
  readonly ifMatch?: string | undefined;
}
