import { metadataReadCharge } from '../charging/request-charge.ts';
import { findDatabase } from '../databases/find-database.ts';
import { replyWithFeed } from '../feeds/metadata-feed.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { replyWithResource } from '../responses/json-reply.ts';
import { containerHeaders } from './container-headers.ts';
import { findContainer } from './find-container.ts';

/** `GET /dbs/{database}/colls/{container}` */
export function readContainer(operation: Operation): Answer {
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  return replyWithResource(200, container.document, metadataReadCharge, containerHeaders(container, operation.region));
}

/** `GET /dbs/{database}/colls` */
export function listContainers(operation: Operation): Answer {
  const database = findDatabase(operation);
  if (isRefusal(database)) return database;
  const documents = [...database.containers.values()].map(({ document }) => document);
  return replyWithFeed(operation.request, 'DocumentCollections', database.resourceId, documents);
}
