import { headerNames } from '@perdura/cosmos-protocol';
import type { Operation } from '../requests/operation.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { carryOutCommand } from './carry-out-command.ts';
import { findAddressedItem } from './find-item.ts';
import { resolveItemScope } from './item-scope.ts';

/** `PUT /dbs/{database}/colls/{container}/docs/{item}`: 200, 404, or 412 when `if-match` names another version. */
export function replaceItem(operation: Operation): Answer {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  const content = readJsonBody(operation.request);
  if (isRefusal(content)) return content;
  const existing = findAddressedItem(operation, scope);
  const ifMatch = operation.request.headers[headerNames.ifMatch];
  return carryOutCommand(operation, scope, { kind: 'replace', existing, content, ifMatch });
}
