import { metadataWriteCharge } from '../charging/request-charge.ts';
import { findDatabase } from '../databases/find-database.ts';
import type { Operation } from '../requests/operation.ts';
import { refuseFailedPrecondition } from '../requests/preconditions.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { findContainer } from './find-container.ts';

/** `DELETE /dbs/{database}/colls/{container}` */
export function deleteContainer(operation: Operation): Answer {
  const database = findDatabase(operation);
  if (isRefusal(database)) return database;
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  const failed = refuseFailedPrecondition(operation.request, String(container.document._etag));
  if (failed !== undefined) return failed;
  database.containers.delete(container.id);
  operation.store.offers.delete(container.resourceId);
  return { kind: 'reply', status: 204, headers: {}, requestCharge: metadataWriteCharge };
}
