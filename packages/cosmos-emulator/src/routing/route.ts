import { headerNames } from '@perdura/cosmos-protocol';
import { readAccount } from '../account/read-account.ts';
import { carryOutBatch } from '../batches/carry-out-batch.ts';
import { readChangeFeed } from '../change-feed/read-change-feed.ts';
import { createContainer } from '../containers/create-container.ts';
import { deleteContainer } from '../containers/delete-container.ts';
import { listContainers, readContainer } from '../containers/read-containers.ts';
import { replaceContainer } from '../containers/replace-container.ts';
import { createDatabase } from '../databases/create-database.ts';
import { deleteDatabase } from '../databases/delete-database.ts';
import { listDatabases, readDatabase } from '../databases/read-databases.ts';
import { createItem, isUpsert, upsertItem } from '../items/create-item.ts';
import { deleteItem } from '../items/delete-item.ts';
import { deletePartitionKey } from '../items/delete-partition-key.ts';
import { listItems } from '../items/list-items.ts';
import { patchItem } from '../items/patch-item.ts';
import { readItem } from '../items/read-item.ts';
import { replaceItem } from '../items/replace-item.ts';
import { listOffers, readOffer } from '../offers/read-offers.ts';
import { replaceOffer } from '../offers/replace-offer.ts';
import { readPartitionKeyRanges } from '../partitions/read-partition-key-ranges.ts';
import { isQuery, isQueryPlan } from '../queries/is-query.ts';
import { queryItems } from '../queries/query-items.ts';
import { queryContainers, queryDatabases, queryOffers } from '../queries/query-metadata.ts';
import { readQueryPlan } from '../queries/read-query-plan.ts';
import { isTrue } from '../requests/is-true.ts';
import type { OperationHandler } from '../requests/operation.ts';
import type { ResourcePath } from '../requests/resource-path.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import { type Refusal, refuse, refuseAsNotImplemented } from '../responses/answer.ts';
import { unimplementedFeature } from './unimplemented-feature.ts';

/** What a request asks for. */
export interface Route {
  readonly handler: OperationHandler;
  /** Whether it changes something, which only write regions do. */
  readonly isWrite: boolean;
}

/** Maps, not records: paths and methods are the client's, and `constructor` is a name like any other. */
type RouteTable = ReadonlyMap<string, ReadonlyMap<string, OperationHandler>>;

/** Methods and their handlers by the types on a path: of one resource, and of a feed. */
const resources: RouteTable = table({
  '': { GET: readAccount },
  offers: { GET: readOffer, PUT: replaceOffer },
  dbs: { GET: readDatabase, DELETE: deleteDatabase },
  'dbs/colls': { GET: readContainer, PUT: replaceContainer, DELETE: deleteContainer },
  'dbs/colls/docs': { GET: readItem, PUT: replaceItem, PATCH: patchItem, DELETE: deleteItem },
  'dbs/colls/operations': { POST: deletePartitionKey },
});
const feeds: RouteTable = table({
  offers: { GET: listOffers },
  dbs: { GET: listDatabases, POST: createDatabase },
  'dbs/colls': { GET: listContainers, POST: createContainer },
  'dbs/colls/docs': { GET: listItems, POST: createItem },
  'dbs/colls/pkranges': { GET: readPartitionKeyRanges },
});

/** What a POST to a feed does when it is a query, and when it asks for the plan of one. */
const queries: ReadonlyMap<string, OperationHandler> = new Map([
  ['offers', queryOffers],
  ['dbs', queryDatabases],
  ['dbs/colls', queryContainers],
  ['dbs/colls/docs', queryItems],
]);
const queryPlans: ReadonlyMap<string, OperationHandler> = new Map([['dbs/colls/docs', readQueryPlan]]);

/** Chooses the handler of a request by path, method and headers; refused with 404, 405 or 501 when there is none. */
export function route(request: WireRequest, path: ResourcePath): Route | Refusal {
  const types = typesOf(path);
  const feature = unimplementedFeature(request, path, types);
  if (feature !== undefined) return refuseAsNotImplemented(feature);

  if (request.method === 'POST' && path.isFeed && isQuery(request.headers)) {
    const query = (isQueryPlan(request.headers) ? queryPlans : queries).get(types);
    return query === undefined ? refuseAsNotImplemented(`query plans of ${types}`) : { handler: query, isWrite: false };
  }
  const methods = (path.isFeed ? feeds : resources).get(types);
  if (methods === undefined) return refuse(404, `There is no resource of the path ${request.path}.`);
  const handler = methods.get(request.method);
  if (handler === undefined) return refuse(405, `The method ${request.method} is not allowed on ${request.path}.`);
  if (handler === listItems && request.headers[headerNames.aIm] !== undefined) {
    return { handler: readChangeFeed, isWrite: false };
  }
  if (handler === createItem && isTrue(request.headers[headerNames.isBatchRequest])) {
    return { handler: carryOutBatch, isWrite: true };
  }
  if (handler === createItem && isUpsert(request.headers)) return { handler: upsertItem, isWrite: true };
  return { handler, isWrite: request.method !== 'GET' };
}

/** The types on a path, joined by slashes: every other segment. */
function typesOf({ segments }: ResourcePath): string {
  let types = segments[0] ?? '';
  for (let index = 2; index < segments.length; index += 2) types += `/${segments[index]}`;
  return types;
}

function table(routes: Readonly<Record<string, Readonly<Record<string, OperationHandler>>>>): RouteTable {
  return new Map(Object.entries(routes).map(([types, methods]) => [types, new Map(Object.entries(methods))]));
}
