import type { Untyped } from './untyped.ts';

/** What the service adds to every resource. */
export interface Resource {
  /** The resource's id. */
  id: string;
  /** Resource id, given by the service. */
  _rid: string;
  /** When it was last written, in seconds since 1970. */
  _ts: number;
  /** Link by resource ids. */
  _self: string;
  /** Version of the resource. */
  _etag: string;
}

/** An item as it may be written. */
export interface ItemDefinition {
  /** The item's id. */
  id?: string;
  /** Seconds after which it goes away by itself. */
  ttl?: number;
  /** Everything else. */
  [key: string]: Untyped;
}

/** A database, as the objects below it know it. */
export interface DatabaseLink {
  /** The database's id. */
  readonly id: string;
  /** Its link, such as `dbs/shop`. */
  readonly url: string;
}

/** A container, as the objects below it know it. */
export interface ContainerLink {
  /** The container's id. */
  readonly id: string;
  /** Its link, such as `dbs/shop/colls/orders`. */
  readonly url: string;
  /** The database it lies in. */
  readonly database: DatabaseLink;
}
