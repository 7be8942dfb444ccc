import { readPartitionKeyDefinition } from '@perdura/cosmos-protocol';
import { anything, aString, objectOf } from '../response/json-shape.ts';
import { ContainerReference } from './container-reference.ts';
import type { DatabaseReference } from './database-reference.ts';

const containerDocument = objectOf<{ readonly id: string; readonly _rid: string; readonly partitionKey: unknown }>({
  id: aString,
  _rid: aString,
  partitionKey: anything,
});

/**
 * Makes the reference of a container from its properties as the service sends them.
 *
 * @throws when they are not those of a container; the error says where.
 * @see https://learn.microsoft.com/rest/api/cosmos-db/get-a-collection
 */
export function readContainerReference(database: DatabaseReference, json: unknown): ContainerReference {
  const { id, _rid, partitionKey } = containerDocument(json, 'container');
  return new ContainerReference(database, id, { rid: _rid, partitionKey: readPartitionKeyDefinition(partitionKey) });
}
