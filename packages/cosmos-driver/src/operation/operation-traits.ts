import { isRepeatableBatch } from '../batch/is-repeatable-batch.ts';
import type { RetryAmbiguousWrites } from '../options/operation-options.ts';
import { isRepeatablePatch } from '../patch/is-repeatable-patch.ts';
import type { ContainerReference } from './container-reference.ts';
import type { CosmosOperation } from './cosmos-operation.ts';
import type { OperationType } from './operation-resource.ts';
import { PartitionKey } from './partition-key.ts';

/** Whether the operation changes nothing, so that any region may answer it. */
export function isRead(operation: CosmosOperation): boolean {
  return readTypes.has(operation.type);
}

const readTypes: ReadonlySet<OperationType> = new Set(['read', 'read-feed', 'query', 'query-plan']);

/** Whether the operation is about items, not about the account, its databases and containers: it has the larger budgets. */
export function isDataPlane({ resource }: CosmosOperation): boolean {
  return resource.kind === 'item' || resource.kind === 'items' || resource.kind === 'logical-partition';
}

/** The container whose items or ranges the operation is about; `undefined` when it is about something else. */
export function containerOf({ resource }: CosmosOperation): ContainerReference | undefined {
  switch (resource.kind) {
    case 'item':
    case 'items':
    case 'logical-partition':
    case 'partition-key-ranges':
      return resource.container;
    default:
      return undefined;
  }
}

/**
 * Whether an operation may be sent again after an attempt that may have been applied.
 *
 * Reads always. A write under `if-match` under every mode but `never`, because its repeat fails when the first was applied.
 * A patch, batch or bulk if it leaves the same state when it is applied twice.
 */
export function mayRepeatAfterAmbiguity(operation: CosmosOperation, mode: RetryAmbiguousWrites): boolean {
  if (isRead(operation) || mode === 'always') return true;
  if (mode === 'never') return false;
  const { precondition } = operation;
  return (precondition?.kind === 'if-match' && precondition.etag !== '*') || endsInTheSameState(operation);
}

/** Whether applying an operation twice leaves what applying it once leaves. */
function endsInTheSameState({ details }: CosmosOperation): boolean {
  if (details?.kind === 'patch') return isRepeatablePatch(details.patch.operations);
  if (details?.kind === 'bulk') return details.rows.every(({ isRepeatable }) => isRepeatable);
  return details?.kind !== 'batch' || isRepeatableBatch(details.operations);
}

/** The operation's name in diagnostics and messages, such as `read_item`. */
export function operationName({ type, resource, feed, details }: CosmosOperation): string {
  if (details?.kind === 'read-many') return 'read_many_items';
  if (type === 'bulk') return 'execute_bulk';
  if (type === 'query-plan') return 'read_query_plan';
  if (type === 'query') return `query_${resource.kind}`;
  if (feed?.changeFeed !== undefined) return 'query_change_feed';
  switch (resource.kind) {
    case 'partition-key-ranges':
      return 'read_partition_key_ranges';
    case 'logical-partition':
      return type === 'batch' ? 'execute_batch' : `${type}_all_items`;
    case 'throughput':
      return `${type}_${resource.of.kind}_throughput`;
    case 'items':
      return `read_all_items${feed?.scope instanceof PartitionKey ? '_of_logical_partition' : ''}`;
    case 'containers':
    case 'databases':
      return `read_all_${resource.kind}`;
    default:
      return `${type}_${resource.kind}`;
  }
}

/** What the operation is about, for messages: a link such as `dbs/shop/colls/orders/docs/42`. */
export function resourceLabel({ resource }: CosmosOperation): string {
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
    case 'throughput':
      return resource.of.link;
    case 'offers':
      return 'of the account';
    case 'offer':
      return `offers/${resource.rid}`;
    case 'logical-partition':
      return resource.container.link;
    case 'item':
      return `${resource.container.link}/docs/${resource.id}`;
  }
}
