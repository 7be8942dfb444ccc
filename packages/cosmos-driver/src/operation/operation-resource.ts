import { type ContainerAddress, ContainerReference } from './container-reference.ts';
import { DatabaseReference } from './database-reference.ts';
import { ItemReference } from './item-reference.ts';
import type { LogicalPartition } from './logical-partition.ts';

/** What an operation does with its resource. */
export type OperationType =
  | 'create'
  | 'read'
  | 'replace'
  | 'upsert'
  | 'delete'
  | 'patch'
  | 'batch'
  | 'bulk'
  | 'read-feed'
  | 'query'
  | 'query-plan';

/** What an operation addresses; creates and upserts address the resource they make. */
export type OperationResource =
  | { readonly kind: 'account' }
  | { readonly kind: 'partition-key-ranges'; readonly container: ContainerReference }
  | { readonly kind: 'items'; readonly container: ContainerReference }
  | { readonly kind: 'containers'; readonly database: DatabaseReference }
  | { readonly kind: 'databases' }
  | { readonly kind: 'throughput'; readonly of: DatabaseReference | ContainerReference }
  | { readonly kind: 'offers' }
  | { readonly kind: 'offer'; readonly rid: string }
  | LogicalPartition
  | DatabaseReference
  | ContainerAddress
  | ItemReference;

/** Whether operations of this kind are given a body, and must be. What patches, batches and throughputs send is made of their details. */
export function takesBody({
  type,
  resource,
}: {
  readonly type: OperationType;
  readonly resource: OperationResource;
}): boolean {
  if (resource.kind === 'throughput') return false;
  if (type === 'query') return resource.kind === 'offers';
  return type === 'create' || type === 'replace' || type === 'upsert';
}

/** An offer, by its resource id: base64 with `-` for `/`. @throws {TypeError} */
export function offerResource(rid: string): OperationResource {
  if (typeof rid === 'string' && /^[A-Za-z0-9+=-]+$/.test(rid)) return { kind: 'offer', rid };
  throw new TypeError('An offer is named by its resource id.');
}

/** The throughput of a database or container. @throws {TypeError} */
export function throughputResource(of: DatabaseReference | ContainerReference): OperationResource {
  if (of instanceof DatabaseReference || of instanceof ContainerReference) return { kind: 'throughput', of };
  throw new TypeError('A throughput belongs to a DatabaseReference or a ContainerReference.');
}

/** The feed of what lies in a container, a database, or the account. @throws {TypeError} */
export function feedResource(of: ContainerReference | DatabaseReference | 'databases'): OperationResource {
  if (of === 'databases') return { kind: 'databases' };
  if (of instanceof DatabaseReference) return { kind: 'containers', database: of };
  return { kind: 'items', container: requireContainer(of) };
}

/** @throws {TypeError} when it is no container reference. */
export function requireContainer(container: ContainerReference): ContainerReference {
  if (!(container instanceof ContainerReference)) {
    throw new TypeError('A feed needs a ContainerReference: driver.resolveContainer(database, container) answers it.');
  }
  return container;
}

/** @throws {TypeError} when it is no database reference. */
export function requireDatabase(database: DatabaseReference): DatabaseReference {
  if (!(database instanceof DatabaseReference))
    throw new TypeError('A database is named by DatabaseReference.from(id).');
  return database;
}

/** @throws {TypeError} when it is no item reference. */
export function requireItem(item: ItemReference): ItemReference {
  if (!(item instanceof ItemReference)) {
    throw new TypeError('An item is named by ItemReference.from(container, partitionKey, id).');
  }
  return item;
}
