import { headerNames } from '@perdura/cosmos-protocol';
import { readPatch } from '../patching/read-patch.ts';
import type { Operation } from '../requests/operation.ts';
import { readJson } from '../requests/read-json-body.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { carryOutCommand } from './carry-out-command.ts';
import { findAddressedItem } from './find-item.ts';
import { resolveItemScope } from './item-scope.ts';

/**
 * `PATCH /dbs/{database}/colls/{container}/docs/{item}`: 200, 404, 400 for a patch that does not fit the item, 412 when
 * `if-match` names another version, 412/1110 when the condition of the patch does not hold.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/patch-a-document
 */
export function patchItem(operation: Operation): Answer {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  const body = readJson(operation.request);
  if (isRefusal(body)) return body;
  const patch = readPatch(body.value);
  if (isRefusal(patch)) return patch;
  const existing = findAddressedItem(operation, scope);
  const ifMatch = operation.request.headers[headerNames.ifMatch];
  return carryOutCommand(operation, scope, { kind: 'patch', existing, patch, ifMatch });
}
