import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { WireRequest } from './wire-request.ts';

/** What an operation becomes on the wire, before it has an endpoint. */
export interface RequestTarget {
  /** HTTP method. */
  readonly method: WireRequest['method'];
  /** Path of the URL, percent-encoded, from the slash on. */
  readonly path: string;
  /** The resource's type as it is signed, such as `docs`. */
  readonly resourceType: string;
  /** The link that is signed: the resource itself, or its parent when a feed is addressed. */
  readonly resourceLink: string;
}

const methods = {
  create: 'POST',
  upsert: 'POST',
  read: 'GET',
  'read-feed': 'GET',
  query: 'POST',
  'query-plan': 'POST',
  replace: 'PUT',
  delete: 'DELETE',
  patch: 'PATCH',
  batch: 'POST',
  bulk: 'POST',
} as const;

/**
 * Method, path and signed link of an operation. Creates, upserts, batches and bulks go to the feed, and sign the parent; offers are
 * addressed by resource id, and sign it in lower case.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources
 */
export function requestTarget({ type, resource }: CosmosOperation): RequestTarget {
  const method = methods[type];
  const intoFeed = type === 'create' || type === 'upsert';
  switch (resource.kind) {
    case 'account':
      return { method, path: '/', resourceType: '', resourceLink: '' };
    case 'database':
      return intoFeed
        ? { method, path: '/dbs', resourceType: 'dbs', resourceLink: '' }
        : { method, path: resource.path, resourceType: 'dbs', resourceLink: resource.link };
    case 'container':
      return intoFeed
        ? {
            method,
            path: `${resource.database.path}/colls`,
            resourceType: 'colls',
            resourceLink: resource.database.link,
          }
        : { method, path: resource.path, resourceType: 'colls', resourceLink: resource.link };
    case 'databases':
      return { method, path: '/dbs', resourceType: 'dbs', resourceLink: '' };
    case 'containers': {
      const { path, link } = resource.database;
      return { method, path: `${path}/colls`, resourceType: 'colls', resourceLink: link };
    }
    case 'items': {
      const { path, link } = resource.container;
      return { method, path: `${path}/docs`, resourceType: 'docs', resourceLink: link };
    }
    case 'partition-key-ranges': {
      const { path, link } = resource.container;
      return { method, path: `${path}/pkranges`, resourceType: 'pkranges', resourceLink: link };
    }
    case 'offers':
      return { method, path: '/offers', resourceType: 'offers', resourceLink: '' };
    case 'offer': {
      const resourceLink = resource.rid.toLowerCase();
      return { method, path: `/offers/${encodeURI(resource.rid)}`, resourceType: 'offers', resourceLink };
    }
    case 'throughput':
      throw new TypeError('A throughput is read and replaced through offers, it has no path of its own.');
    case 'logical-partition': {
      const { path, link } = resource.container;
      return type === 'batch'
        ? { method, path: `${path}/docs`, resourceType: 'docs', resourceLink: link }
        : {
            method: 'POST',
            path: `${path}/operations/partitionkeydelete`,
            resourceType: 'colls',
            resourceLink: link,
          };
    }
    case 'item': {
      const { container, id, path } = resource;
      return intoFeed
        ? { method, path: `${container.path}/docs`, resourceType: 'docs', resourceLink: container.link }
        : { method, path, resourceType: 'docs', resourceLink: `${container.link}/docs/${id}` };
    }
  }
}
