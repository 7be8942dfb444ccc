import { subStatuses } from '@perdura/cosmos-protocol';
import type { Operation } from '../requests/operation.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import { notFoundMessage } from '../responses/messages.ts';
import type { Database } from './database.ts';

/**
 * The database that a path lies in, by name or resource id.
 *
 * Refused with 404 when there is none, and with 404/1003 when the path addresses something within it.
 */
export function findDatabase({ store, path: { segments } }: Pick<Operation, 'store' | 'path'>): Database | Refusal {
  const name = segments[1] ?? '';
  const named = store.databases.get(name);
  if (named !== undefined) return named;
  for (const database of store.databases.values()) {
    if (database.resourceId === name) return database;
  }
  const isOwner = segments.length > 2;
  return refuse(404, notFoundMessage, { subStatus: isOwner ? subStatuses.ownerResourceNotFound : 0, requestCharge: 1 });
}
