import { headerNames } from '@perdura/cosmos-protocol';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { carryOutCommand } from './carry-out-command.ts';
import { findAddressedItem } from './find-item.ts';
import { resolveItemScope } from './item-scope.ts';

/** `DELETE /dbs/{database}/colls/{container}/docs/{item}`: 204, 404, or 412 when `if-match` names another version. */
export function deleteItem(operation: Operation): Answer {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  const existing = findAddressedItem(operation, scope);
  const ifMatch = operation.request.headers[headerNames.ifMatch];
  return carryOutCommand(operation, scope, { kind: 'delete', existing, ifMatch });
}
