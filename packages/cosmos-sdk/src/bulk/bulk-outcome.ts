import type { CosmosDiagnostics, CosmosError, CosmosStatus, PartitionKey } from '@perdura/cosmos-driver';

/** What every outcome tells of its operation. */
export interface BulkOutcomeOf<Operation extends { readonly kind: string }> {
  /** Which operation of the input, from 0. */
  readonly index: number;
  /** The operation as it was given. */
  readonly operation: Operation;
  /** What it was to do: tells outcomes apart, as `ok` does. */
  readonly kind: Operation['kind'];
  /** Id of its item, also where it was generated; `undefined` where an item failed its schema without having one. */
  readonly id: string | undefined;
  /** Partition key of its item; `undefined` where the item failed its schema. */
  readonly partitionKey: PartitionKey | undefined;
  /** What it cost, all repeats together, in request units. */
  readonly requestCharge: number;
}

/** An operation that was done. */
export interface BulkSuccess<Operation extends { readonly kind: string }> extends BulkOutcomeOf<Operation> {
  /** Always `true`. */
  readonly ok: true;
  /** Its own status, such as 201. */
  readonly status: CosmosStatus;
  /** The item's ETag after it; `undefined` after a delete. */
  readonly etag: string | undefined;
  /** The request that did it, which it shares with others. */
  readonly diagnostics: CosmosDiagnostics;
}

/** An operation that was done, and answers with the item. */
export interface BulkSuccessWithResource<T, Operation extends { readonly kind: string }>
  extends BulkSuccess<Operation> {
  /** The item as the service has stored it. */
  readonly resource: T;
}

/** An operation that failed. */
export interface BulkFailure<Operation extends { readonly kind: string }> extends BulkOutcomeOf<Operation> {
  /** Always `false`. */
  readonly ok: false;
  /** Why; `error.mayHaveBeenApplied` says whether it may have been done nevertheless. */
  readonly error: CosmosError;
  /** Its own status, such as 409; `undefined` where the service has not seen it. */
  readonly status: CosmosStatus | undefined;
}

/**
 * What became of one operation of a bulk, by what it was: a read that was done has its `resource`, a write has it with
 * `contentResponseOnWrite`, a delete never.
 */
export type BulkOutcome<
  T,
  Operation extends { readonly kind: string },
  Content extends boolean = false,
> = Operation extends { readonly kind: string } ? BulkFailure<Operation> | SuccessOf<T, Operation, Content> : never;

type SuccessOf<T, Operation extends { readonly kind: string }, Content extends boolean> = Operation extends {
  readonly kind: 'read';
}
  ? BulkSuccessWithResource<T, Operation>
  : Operation extends { readonly kind: 'delete' }
    ? BulkSuccess<Operation>
    : Content extends true
      ? BulkSuccessWithResource<T, Operation>
      : BulkSuccess<Operation>;

/** How far a bulk has got. */
export interface BulkProgress {
  /** Operations whose outcome is known, those that failed included. */
  readonly done: number;
  /** Operations that failed. */
  readonly failed: number;
  /** How often an operation was throttled; each is repeated. */
  readonly throttled: number;
  /** What all requests cost together, in request units. */
  readonly requestCharge: number;
  /** Requests under way. */
  readonly underWay: number;
}
