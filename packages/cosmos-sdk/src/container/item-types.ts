import type { PartitionKey, PartitionKeyInput, PartitionKeyValue } from '@perdura/cosmos-driver';

/** An item to be made: its `id` may be left out. */
export type NewItem<T> = T | (T extends unknown ? Omit<T, 'id'> & { readonly id?: string } : never);

/**
 * What names the partition of an item, by the container's paths: for `['/tenantId']` the type of `tenantId`, for several
 * paths a tuple. Without known paths: anything that can be a key; it is then checked when it is used.
 */
export type PartitionKeyFor<T, Paths extends readonly string[]> = string[] extends Paths
  ? PartitionKeyInput
  : readonly string[] extends Paths
    ? PartitionKeyInput
    : PartitionKey | ValuesAt<T, Paths> | (Paths extends readonly [infer Path] ? ValueAt<T, Path> : never);

type ValuesAt<T, Paths extends readonly string[]> = { readonly [Index in keyof Paths]: ValueAt<T, Paths[Index]> };

type ValueAt<T, Path> = Path extends `/${infer Name}/${infer Rest}`
  ? Name extends keyof T
    ? ValueAt<T[Name], `/${Rest}`>
    : SimpleValue
  : Path extends `/${infer Name}`
    ? Name extends keyof T
      ? T[Name] extends PartitionKeyValue
        ? T[Name]
        : SimpleValue
      : SimpleValue
    : SimpleValue;

type SimpleValue = Exclude<PartitionKeyValue, undefined>;
