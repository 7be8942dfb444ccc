import type { PartitionKey, PartitionKeyInput, PartitionKeyValue } from '@perdura/cosmos-driver';

/** An item to be made: its `id` may be left out. */
export type NewItem<T> = T | (T extends unknown ? WithoutId<T> & { readonly id?: string | undefined } : never);

/** Unlike `Omit` it keeps the names of a type that takes others too. */
type WithoutId<T> = { [Name in keyof T as Name extends 'id' ? never : Name]: T[Name] };

/**
 * What names the partition of an item, by the container's paths: for `['/tenantId']` the type of `tenantId`, for several
 * paths a tuple. Without known paths: anything that can be a key; it is then checked when it is used.
 */
export type PartitionKeyFor<T, Paths extends readonly string[]> = string[] extends Paths
  ? PartitionKeyInput
  : readonly string[] extends Paths
    ? PartitionKeyInput
    :
        | PartitionKey
        | KeyValues<T, Paths>
        | (Paths extends readonly [infer Path] ? Exclude<KeyValue<T, Path>, undefined> : never);

/**
 * What names a part of a container: a partition key, or for several paths the first values of one, of which a single one needs
 * no tuple.
 */
export type PartitionKeyScopeFor<T, Paths extends readonly string[]> = PartitionKeyFor<T, Paths> | Beginnings<T, Paths>;

type Beginnings<T, Paths extends readonly string[]> = Paths extends readonly [
  ...infer Fewer extends readonly [string, ...string[]],
  string,
]
  ? PartitionKeyFor<T, Fewer> | Beginnings<T, Fewer>
  : never;

type KeyValues<T, Paths extends readonly string[]> = { readonly [Index in keyof Paths]: KeyValue<T, Paths[Index]> };

/** What is at a path; `undefined` where it may be missing, or nothing is known. */
type KeyValue<T, Path> = Path extends `/${infer Name}/${infer Rest}`
  ? Name extends keyof T
    ? KeyValue<T[Name], `/${Rest}`>
    : PartitionKeyValue
  : Path extends `/${infer Name}`
    ? Name extends keyof T
      ? T[Name] extends PartitionKeyValue
        ? T[Name]
        : PartitionKeyValue
      : PartitionKeyValue
    : PartitionKeyValue;
