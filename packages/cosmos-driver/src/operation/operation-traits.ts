import type { RetryAmbiguousWrites } from '../options/operation-options.ts';
import type { CosmosOperation, OperationType } from './cosmos-operation.ts';
import { PartitionKey } from './partition-key.ts';

/** Whether the operation changes nothing, so that any region may answer it. */
export function isRead(operation: CosmosOperation): boolean {
  return readTypes.has(operation.type);
}

const readTypes: ReadonlySet<OperationType> = new Set(['read', 'read-feed', 'query', 'query-plan']);

/** Whether the operation is about items, not about the account, its databases and containers: it has the larger budgets. */
export function isDataPlane(operation: CosmosOperation): boolean {
  return operation.resource.kind === 'item' || operation.resource.kind === 'items';
}

/**
 * Whether an operation may be sent again after an attempt that may have been applied.
 *
 * Reads always. A write under `if-match` under every mode but `never`, because its repeat fails when the first was applied.
 */
export function mayRepeatAfterAmbiguity(operation: CosmosOperation, mode: RetryAmbiguousWrites): boolean {
  if (isRead(operation) || mode === 'always') return true;
  if (mode === 'never') return false;
  return operation.precondition?.kind === 'if-match' || endsInTheSameState[operation.type];
}

/** Whether applying an operation twice leaves what applying it once leaves. */
const endsInTheSameState: Readonly<Record<OperationType, boolean>> = {
  create: true,
  read: true,
  replace: true,
  upsert: true,
  delete: true,
  'read-feed': true,
  query: true,
  'query-plan': true,
};

/** The operation's name in diagnostics and messages, such as `read_item`. */
export function operationName(operation: CosmosOperation): string {
  const { type, resource, feed } = operation;
  if (resource.kind === 'partition-key-ranges') return 'read_partition_key_ranges';
  if (type === 'query-plan') return 'read_query_plan';
  if (type === 'query') return `query_${resource.kind}`;
  if (feed?.changeFeed !== undefined) return 'query_change_feed';
  if (type === 'read-feed') {
    const isOfOneKey = feed?.scope instanceof PartitionKey;
    return `read_all_${resource.kind}${isOfOneKey ? '_of_logical_partition' : ''}`;
  }
  return `${type}_${resource.kind}`;
}

/** What the operation is about, for messages: a link such as `dbs/shop/colls/orders/docs/42`. */
export function resourceLabel(operation: CosmosOperation): string {
  const { resource } = operation;
  switch (resource.kind) {
    case 'account':
      return 'the account';
    case 'database':
    case 'container':
      return resource.link;
    case 'partition-key-ranges':
      return `${resource.container.link}/pkranges`;
    case 'items':
      return `${resource.container.link}/docs`;
    case 'containers':
      return `${resource.database.link}/colls`;
    case 'databases':
      return 'dbs';
    case 'item':
      return `${resource.container.link}/docs/${resource.id}`;
  }
}
