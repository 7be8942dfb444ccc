import { headerNames, operationKinds } from '@perdura/cosmos-protocol';
import { isUpsert } from '../items/create-item.ts';
import { isQuery, isQueryPlan } from '../queries/is-query.ts';
import { isTrue } from '../requests/is-true.ts';
import type { ResourcePath } from '../requests/resource-path.ts';
import type { WireRequest } from '../requests/wire-request.ts';

/** Kinds of operations that a fault may be limited to. `readFeed` is a list of items; anything not named is `metadata`. */
export type FaultOperationType = (typeof operationKinds)[number] | 'deletePartitionKey';

/** All kinds. */
export const operationTypes: readonly FaultOperationType[] = [...operationKinds, 'deletePartitionKey'];

/** What kind of operation a request is, whether or not the emulator can do it. */
export function operationTypeOf({ method, headers }: WireRequest, path: ResourcePath): FaultOperationType {
  switch (path.resourceType) {
    case '':
      return 'readAccount';
    case 'colls':
      return method === 'GET' && !path.isFeed ? 'readContainer' : 'metadata';
    case 'pkranges':
      return 'readPartitionKeyRanges';
    case 'docs':
      return path.isFeed ? typeOnFeed(method, headers) : (typesOnItem.get(method) ?? 'metadata');
    case 'operations':
      return 'deletePartitionKey';
    default:
      return 'metadata';
  }
}

const typesOnItem: ReadonlyMap<string, FaultOperationType> = new Map([
  ['GET', 'readItem'],
  ['PUT', 'replaceItem'],
  ['DELETE', 'deleteItem'],
  ['PATCH', 'patchItem'],
]);

function typeOnFeed(method: string, headers: WireRequest['headers']): FaultOperationType {
  if (method === 'GET') return headers[headerNames.aIm] === undefined ? 'readFeed' : 'changeFeed';
  if (isQueryPlan(headers)) return 'queryPlan';
  if (isQuery(headers)) return 'queryItems';
  if (isTrue(headers[headerNames.isBatchRequest])) return 'batch';
  return isUpsert(headers) ? 'upsertItem' : 'createItem';
}
