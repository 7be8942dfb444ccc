import type { AccountStore } from '../account/account-store.ts';
import { metadataWriteCharge } from '../charging/request-charge.ts';
import type { Operation } from '../requests/operation.ts';
import { refuseFailedPrecondition } from '../requests/preconditions.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import type { Database } from './database.ts';
import { findDatabase } from './find-database.ts';

/** `DELETE /dbs/{database}` */
export function deleteDatabase(operation: Operation): Answer {
  const database = findDatabase(operation);
  if (isRefusal(database)) return database;
  const failed = refuseFailedPrecondition(operation.request, String(database.document._etag));
  if (failed !== undefined) return failed;
  removeDatabase(operation.store, database);
  return { kind: 'reply', status: 204, headers: {}, requestCharge: metadataWriteCharge };
}

/** Takes a database out of an account, with the offers of all that lies in it. */
export function removeDatabase({ databases, offers }: AccountStore, database: Database): void {
  databases.delete(database.id);
  for (const { resourceId } of [database, ...database.containers.values()]) offers.delete(resourceId);
}
