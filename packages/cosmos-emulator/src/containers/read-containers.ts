import { headerNames } from '@perdura/cosmos-protocol';
import { metadataReadCharge } from '../charging/request-charge.ts';
import { findDatabase } from '../databases/find-database.ts';
import { replyWithFeed } from '../feeds/metadata-feed.ts';
import { isTrue } from '../requests/is-true.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { replyWithResource } from '../responses/json-reply.ts';
import { containerHeaders } from './container-headers.ts';
import { findContainer } from './find-container.ts';

/** `GET /dbs/{database}/colls/{container}`; with quota and usage in its headers on request. */
export function readContainer(operation: Operation): Answer {
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  const isQuotaAsked = isTrue(operation.request.headers[headerNames.populateQuotaInfo]);
  const headers = isQuotaAsked ? containerHeaders(container, operation.region) : {};
  return replyWithResource(200, container.document, metadataReadCharge, headers);
}

/** `GET /dbs/{database}/colls` */
export function listContainers(operation: Operation): Answer {
  const database = findDatabase(operation);
  if (isRefusal(database)) return database;
  const documents = [...database.containers.values()].map(({ document }) => document);
  return replyWithFeed(operation.request, 'DocumentCollections', database.resourceId, documents);
}
