import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';
import { findItem } from './find-item.ts';
import { readItemBody } from './read-item-body.ts';
import { replaceExistingItem } from './replace-existing-item.ts';

/** `PUT /dbs/{database}/colls/{container}/docs/{item}`: 200, 404, or 412 when `if-match` names another version. */
export function replaceItem(operation: Operation): Answer {
  const found = findItem(operation);
  if (isRefusal(found)) return found;
  const { scope, item: existing } = found;
  const body = readItemBody(operation, scope);
  if (isRefusal(body)) return body;
  if (body.id !== existing.id) {
    return refuse(400, `The id of an item cannot be changed: '${existing.id}' cannot be replaced by '${body.id}'.`);
  }
  return replaceExistingItem(operation, scope, body, existing);
}
