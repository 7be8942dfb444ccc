import { headerNames } from '@perdura/cosmos-protocol';
import { isQuery } from '../queries/is-query.ts';
import type { ResourcePath } from '../requests/resource-path.ts';
import type { WireRequest } from '../requests/wire-request.ts';

/** Resource types of the service that the emulator does not have. */
const resourceTypes: ReadonlyMap<string, string> = new Map([
  ['users', 'users'],
  ['permissions', 'permissions'],
  ['sprocs', 'stored procedures'],
  ['triggers', 'triggers'],
  ['udfs', 'user-defined functions'],
  ['conflicts', 'the conflict feed'],
  ['attachments', 'attachments'],
  ['clientencryptionkeys', 'client encryption'],
  ['topology', 'the topology resource'],
]);

/** What can be queried. */
const queryableTypes: ReadonlySet<string> = new Set(['offers', 'dbs', 'dbs/colls', 'dbs/colls/docs']);

/** Headers that change what an operation does, and that the emulator would have to ignore. */
const operationHeaders: ReadonlyMap<string, string> = new Map([
  ['x-ms-documentdb-pre-trigger-include', 'triggers'],
  ['x-ms-documentdb-post-trigger-include', 'triggers'],
  [headerNames.startEffectivePartitionKey, 'parts of partition key ranges'],
  [headerNames.endEffectivePartitionKey, 'parts of partition key ranges'],
]);

/**
 * The name of the feature a request needs and the emulator does not have; `undefined` when there is none.
 *
 * @param types  The resource types on the path, joined by slashes.
 */
export function unimplementedFeature(
  { method, headers }: WireRequest,
  { segments, resourceType, isFeed }: ResourcePath,
  types: string,
): string | undefined {
  const type = resourceTypes.get(resourceType);
  if (type !== undefined) return type;
  if (resourceType === 'operations' && segments.at(-1) !== 'partitionkeydelete') return 'operations on containers';
  if (method === 'POST' && isFeed && isQuery(headers)) {
    return queryableTypes.has(types) ? undefined : `queries over ${types}`;
  }
  if (types === 'dbs/colls/docs') {
    if (isFeed && method === 'GET' && headers[headerNames.aIm] !== undefined) return undefined;
    for (const [name, feature] of operationHeaders) if (headers[name] !== undefined) return feature;
  }
  return undefined;
}
