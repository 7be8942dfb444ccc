import type { operationKinds } from '@perdura/cosmos-protocol';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';

/**
 * Kinds of requests that a fault may be limited to. `readFeed` is a list of items; anything not named is `metadata`. An operation
 * of several requests is seen request by request: a patch by read-modify-replace is a `readItem` and a `replaceItem`.
 */
export type FaultOperationType = (typeof operationKinds)[number];

/** What kind of request an operation sends. */
export function faultOperationTypeOf({ type, resource, feed }: CosmosOperation): FaultOperationType {
  switch (resource.kind) {
    case 'account':
      return 'readAccount';
    case 'container':
      return type === 'read' ? 'readContainer' : 'metadata';
    case 'partition-key-ranges':
      return 'readPartitionKeyRanges';
    case 'item':
      return typesOnItem[type] ?? 'metadata';
    case 'logical-partition':
      return type === 'batch' ? 'batch' : 'metadata';
    case 'items':
      if (type === 'bulk') return 'batch';
      if (type === 'query') return 'queryItems';
      if (type === 'query-plan') return 'queryPlan';
      return feed?.changeFeed === undefined ? 'readFeed' : 'changeFeed';
    default:
      return 'metadata';
  }
}

const typesOnItem: { readonly [type in CosmosOperation['type']]?: FaultOperationType } = {
  read: 'readItem',
  create: 'createItem',
  upsert: 'upsertItem',
  replace: 'replaceItem',
  delete: 'deleteItem',
  patch: 'patchItem',
};
