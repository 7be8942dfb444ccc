import { subStatuses } from '@perdura/cosmos-protocol';
import type { Database } from '../databases/database.ts';
import { findDatabase } from '../databases/find-database.ts';
import type { Operation } from '../requests/operation.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { notFoundMessage } from '../responses/messages.ts';
import type { Container } from './container.ts';
import { refuseUnintendedContainer } from './refuse-other-container.ts';
import { tendContainer } from './tend-container.ts';

/**
 * The container that a path lies in, by name or resource id.
 *
 * Refused with 400/1024 when the client means another one of this name, with 404 when there is none, and with 404/1003 when the path addresses something within it.
 */
export function findContainer(operation: Operation): Container | Refusal {
  const container = lookUpContainer(operation);
  if (isRefusal(container)) return container;
  tendContainer(container, operation);
  return refuseUnintendedContainer(operation.request, container) ?? container;
}

/** The same before it is known what may be done with it: nothing in it changes. */
export function lookUpContainer({ store, path }: Pick<Operation, 'store' | 'path'>): Container | Refusal {
  const database = findDatabase({ store, path });
  if (isRefusal(database)) return database;
  const { segments } = path;
  const name = segments[3] ?? '';
  const container = database.containers.get(name) ?? findByResourceId(database, name);
  if (container !== undefined) return container;
  const isOwner = segments.length > 4;
  return refuse(404, notFoundMessage, { subStatus: isOwner ? subStatuses.ownerResourceNotFound : 0, requestCharge: 1 });
}

function findByResourceId({ containers }: Database, resourceId: string): Container | undefined {
  for (const container of containers.values()) if (container.resourceId === resourceId) return container;
  return undefined;
}
