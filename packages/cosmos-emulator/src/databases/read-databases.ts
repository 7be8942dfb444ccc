import { metadataReadCharge } from '../charging/request-charge.ts';
import { replyWithFeed } from '../feeds/metadata-feed.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { replyWithResource } from '../responses/json-reply.ts';
import { findDatabase } from './find-database.ts';

/** `GET /dbs/{database}` */
export function readDatabase(operation: Operation): Answer {
  const database = findDatabase(operation);
  return isRefusal(database) ? database : replyWithResource(200, database.document, metadataReadCharge);
}

/** `GET /dbs` */
export function listDatabases({ store, request }: Operation): Answer {
  const documents = [...store.databases.values()].map(({ document }) => document);
  return replyWithFeed(request, 'Databases', '', documents);
}
