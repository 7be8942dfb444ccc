import { readPartitionKeyDefinition } from '@perdura/cosmos-protocol';
import * as z from 'zod/mini';
import { ContainerReference } from './container-reference.ts';
import type { DatabaseReference } from './database-reference.ts';

const containerDocument = z.object({ id: z.string(), _rid: z.string(), partitionKey: z.unknown() });

/**
 * Makes the reference of a container from its properties as the service sends them.
 *
 * @throws when they are not those of a container; the error says where.
 * @see https://learn.microsoft.com/rest/api/cosmos-db/get-a-collection
 */
export function readContainerReference(database: DatabaseReference, json: unknown): ContainerReference {
  const { id, _rid, partitionKey } = z.parse(containerDocument, json);
  return new ContainerReference(database, id, { rid: _rid, partitionKey: readPartitionKeyDefinition(partitionKey) });
}
