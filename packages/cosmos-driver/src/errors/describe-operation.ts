import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { operationName, resourceLabel } from '../operation/operation-traits.ts';
import { singleLine } from './single-line.ts';

/** What an operation does to what, for messages, such as `read_item dbs/shop/colls/orders/docs/42`. Ids may hold anything. */
export function describeOperation(operation: CosmosOperation): string {
  return singleLine(`${operationName(operation)} ${resourceLabel(operation)}`);
}
