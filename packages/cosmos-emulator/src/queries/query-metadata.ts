import { headerNames } from '@perdura/cosmos-protocol';
import { queryCharge } from '../charging/request-charge.ts';
import { findDatabase } from '../databases/find-database.ts';
import { readPageSize, refuseContinuation } from '../feeds/page.ts';
import type { JsonObject } from '../requests/json-object.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { decodeQueryContinuation, encodeQueryContinuation, queryStart } from './query-position.ts';
import { readQuery } from './read-query.ts';
import { replyWithResults } from './reply-with-results.ts';

/** `POST /dbs` as a query. */
export function queryDatabases(operation: Operation): Answer {
  const databases = [...operation.store.databases.values()];
  return queryDocuments(operation, 'Databases', '', databases);
}

/** `POST /dbs/{database}/colls` as a query. */
export function queryContainers(operation: Operation): Answer {
  const database = findDatabase(operation);
  if (isRefusal(database)) return database;
  return queryDocuments(operation, 'DocumentCollections', database.resourceId, [...database.containers.values()]);
}

/** `POST /offers` as a query. */
export function queryOffers(operation: Operation): Answer {
  return queryDocuments(operation, 'Offers', '', [...operation.store.offers.values()]);
}

function queryDocuments(
  operation: Operation,
  name: string,
  ownerId: string,
  resources: readonly { readonly document: JsonObject }[],
): Answer {
  const requested = readQuery(operation);
  if (isRefusal(requested)) return requested;
  const pageSize = readPageSize(operation.request);
  if (isRefusal(pageSize)) return pageSize;
  const start = decodeQueryContinuation(operation.request.headers[headerNames.continuation]);
  if (start === undefined) return refuseContinuation();

  const results = requested.compiled.run(resources.map(({ document }) => document));
  const end = start.sentCount + pageSize;
  const page = results.slice(start.sentCount, end).map((result) => JSON.stringify(result));
  return replyWithResults(name, ownerId, page, queryCharge(page.join().length), {
    ...(results.length > end && {
      [headerNames.continuation]: encodeQueryContinuation({ ...queryStart, sentCount: end }),
    }),
  });
}
