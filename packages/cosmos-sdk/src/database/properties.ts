import type { PartitionKeyDefinition } from '@perdura/cosmos-driver';

/** What the service adds to every resource. @see https://learn.microsoft.com/rest/api/cosmos-db/cosmosdb-resource-uri-syntax-for-rest */
export interface SystemProperties {
  /** Resource id, given by the service. */
  readonly _rid: string;
  /** Version of the resource, with its quotes. */
  readonly _etag: string;
  /** When it was last written, in seconds since 1970. */
  readonly _ts: number;
  /** Link by resource ids. */
  readonly _self: string;
}

/** A database as the service describes it. */
export interface DatabaseProperties extends SystemProperties {
  /** The database's id. */
  readonly id: string;
  /** What this library does not know. */
  readonly [property: string]: unknown;
}

/** A container as the service describes it. */
export interface ContainerProperties extends SystemProperties {
  /** The container's id. */
  readonly id: string;
  /** How its items are partitioned. A container without `version` has version 1. */
  readonly partitionKey: { readonly paths: readonly string[]; readonly kind?: string; readonly version?: number };
  /** Seconds after which items go away by themselves, `-1` for only those that say so; absent: never. */
  readonly defaultTtl?: number;
  /** Indexing policy, unique keys, and what this library does not know. */
  readonly [property: string]: unknown;
}

/** A container to be made. */
export interface NewContainerProperties {
  /** The container's id. */
  readonly id: string;
  /** Its partition key: one path such as `/tenantId`, up to three for a hierarchical key, or a whole definition. */
  readonly partitionKey: string | readonly string[] | PartitionKeyDefinition;
  /** Seconds after which items go away by themselves, `-1` for only those that say so. (default: never) */
  readonly defaultTtl?: number;
  /** Indexing policy, unique keys, and whatever else the service understands; sent as it is. */
  readonly [property: string]: unknown;
}
