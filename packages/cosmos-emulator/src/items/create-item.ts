import { headerNames } from '@perdura/cosmos-protocol';
import { isTrue } from '../requests/is-true.ts';
import type { Operation } from '../requests/operation.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { carryOutCommand } from './carry-out-command.ts';
import { resolveItemScope } from './item-scope.ts';

/** `POST /dbs/{database}/colls/{container}/docs`: 201, or 409 when the item exists or breaks a unique key. */
export function createItem(operation: Operation): Answer {
  return store(operation, 'create');
}

/**
 * The same with `x-ms-documentdb-is-upsert: true`: 201 for a new item, 200 for a replaced one.
 *
 * `if-match` counts only when there is an item to compare with.
 */
export function upsertItem(operation: Operation): Answer {
  return store(operation, 'upsert');
}

/** Whether a create asks to replace what is there. */
export function isUpsert(headers: Readonly<Record<string, string | undefined>>): boolean {
  return isTrue(headers[headerNames.isUpsert]);
}

function store(operation: Operation, kind: 'create' | 'upsert'): Answer {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  const content = readJsonBody(operation.request);
  if (isRefusal(content)) return content;
  const ifMatch = operation.request.headers[headerNames.ifMatch];
  return carryOutCommand(operation, scope, { kind, content, ifMatch });
}
