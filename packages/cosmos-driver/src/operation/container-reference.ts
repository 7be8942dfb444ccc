import type { PartitionKeyDefinition } from '@perdura/cosmos-protocol';
import type { DatabaseReference } from './database-reference.ts';
import { isResourceIdOf } from './is-resource-id-of.ts';
import { encodeResourceIdSegment } from './resource-id-segment.ts';

/** Names a container, whether or not it exists. */
export interface ContainerAddress {
  /** Tells references apart. */
  readonly kind: 'container';
  /** The database it lies in. */
  readonly database: DatabaseReference;
  /** The container's id. */
  readonly id: string;
  /** Path of its URL, percent-encoded, such as `/dbs/shop/colls/orders`. */
  readonly path: string;
  /** Its link as it is signed, not encoded, such as `dbs/shop/colls/orders`. */
  readonly link: string;
}

/** @throws {TypeError} when the id is empty or cannot be addressed. */
export function containerAddress(database: DatabaseReference, id: string): ContainerAddress {
  const path = `${database.path}/colls/${encodeResourceIdSegment('container', id)}`;
  return Object.freeze({ kind: 'container', database, id, path, link: `${database.link}/colls/${id}` });
}

/** A container that exists, with what the driver must know of it. `driver.resolveContainer` makes them. */
export class ContainerReference implements ContainerAddress {
  /** Tells references apart. */
  readonly kind = 'container';
  /** The database it lies in. */
  readonly database: DatabaseReference;
  /** The container's id. */
  readonly id: string;
  /** Path of its URL, percent-encoded. */
  readonly path: string;
  /** Its link as it is signed, not encoded. */
  readonly link: string;
  /** Resource id of this container; a container made anew under the same id has another. */
  readonly rid: string;
  /** How its items are partitioned. */
  readonly partitionKey: PartitionKeyDefinition;

  /**
   * @param properties  The resource id and partition key definition as the service gave them.
   * @throws {TypeError} when the id is empty or cannot be addressed, or the resource id is not that of a container.
   */
  constructor(
    database: DatabaseReference,
    id: string,
    properties: { readonly rid: string; readonly partitionKey: PartitionKeyDefinition },
  ) {
    const address = containerAddress(database, id);
    if (!isResourceIdOf('container', properties.rid)) {
      throw new TypeError(`The rid "${properties.rid}" of container "${id}" is not the resource id of a container.`);
    }
    this.database = database;
    this.id = id;
    this.path = address.path;
    this.link = address.link;
    this.rid = properties.rid;
    this.partitionKey = properties.partitionKey;
    Object.freeze(this);
  }
}
