import { headerNames } from '@perdura/cosmos-protocol';
import { createCharge, refusedWriteCharge } from '../charging/request-charge.ts';
import { putItem } from '../partitions/item-write.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import { commitWrites } from '../regions/commit-writes.ts';
import { isTrue } from '../requests/is-true.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal, refuse } from '../responses/answer.ts';
import { conflictMessage } from '../responses/messages.ts';
import { refuseDuplicate } from '../unique-keys/refuse-duplicate.ts';
import { type ItemScope, resolveItemScope } from './item-scope.ts';
import { makeItem } from './make-item.ts';
import { type ItemBody, readItemBody } from './read-item-body.ts';
import { replaceExistingItem } from './replace-existing-item.ts';
import { replyWithItem } from './reply-with-item.ts';
import { itemKey, type StoredItem } from './stored-item.ts';

/** `POST /dbs/{database}/colls/{container}/docs`: 201, or 409 when the item exists or breaks a unique key. */
export function createItem(operation: Operation): Answer {
  const target = resolveTarget(operation);
  if (isRefusal(target)) return target;
  const { scope, body, existing } = target;
  if (existing === undefined) return create(operation, scope, body);
  const headers = partitionHeaders(scope.container, scope.partition);
  return refuse(409, conflictMessage, { headers, requestCharge: refusedWriteCharge });
}

/**
 * The same with `x-ms-documentdb-is-upsert: true`: 201 for a new item, 200 for a replaced one.
 *
 * `if-match` counts only when there is an item to compare with.
 */
export function upsertItem(operation: Operation): Answer {
  const target = resolveTarget(operation);
  if (isRefusal(target)) return target;
  const { scope, body, existing } = target;
  if (existing === undefined) return create(operation, scope, body);
  return replaceExistingItem(operation, scope, body, existing);
}

/** Whether a create asks to replace what is there. */
export function isUpsert(headers: Readonly<Record<string, string | undefined>>): boolean {
  return isTrue(headers[headerNames.isUpsert]);
}

interface WriteTarget {
  readonly scope: ItemScope;
  readonly body: ItemBody;
  readonly existing: StoredItem | undefined;
}

function resolveTarget(operation: Operation): WriteTarget | Extract<Answer, { kind: 'refusal' }> {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  const body = readItemBody(operation, scope);
  if (isRefusal(body)) return body;
  return { scope, body, existing: scope.partition.items.get(itemKey(scope.keyText, body.id)) };
}

function create(operation: Operation, scope: ItemScope, body: ItemBody): Answer {
  const item = makeItem(operation, scope, body);
  const writes = [putItem(item, undefined)];
  const duplicate = refuseDuplicate(scope, writes);
  if (duplicate !== undefined) return duplicate;
  scope.container.lastItemNumber = item.number;
  commitWrites(operation, scope, writes);
  return replyWithItem(201, operation, scope, item, createCharge(item.sizeBytes, item.propertyCount));
}
