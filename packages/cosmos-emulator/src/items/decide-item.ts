import {
  changeCharge,
  createCharge,
  emptyReadCharge,
  readCharge,
  refusedWriteCharge,
} from '../charging/request-charge.ts';
import { type ItemWrite, putItem, removeItem } from '../partitions/item-write.ts';
import { nextLsn } from '../partitions/next-write.ts';
import type { PatchSpecification } from '../patching/patch-specification.ts';
import type { JsonObject } from '../requests/json-object.ts';
import { isKnownVersion, refuseOtherVersion } from '../requests/preconditions.ts';
import { maxBodyBytes } from '../requests/read-json-body.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { conflictMessage, notFoundMessage } from '../responses/messages.ts';
import { refuseDuplicate } from '../unique-keys/refuse-duplicate.ts';
import { type CommitDraft, itemInDraft, stampInDraft } from './commit-draft.ts';
import { decidePatch } from './decide-patch.ts';
import { type ItemBody, itemBodyOf } from './item-body.ts';
import type { CreateCommand, ItemCommand } from './item-command.ts';
import { makeItem, makeNextVersion } from './make-item.ts';
import type { StoredItem } from './stored-item.ts';

/** What a command comes to; nothing has been written yet. */
export interface ItemOutcome {
  /** 200, 201, 204 or 304. */
  readonly status: number;
  /** The version that was read or is to be written; `undefined` after a delete. */
  readonly item: StoredItem | undefined;
  /** What is to be written; `undefined` for reads. */
  readonly write: ItemWrite | undefined;
  /** What it costs, in request units. */
  readonly requestCharge: number;
}

/**
 * Decides what a command does to the items as they are after a draft, or why it is refused: 400, 404, 409, 412 or 413.
 *
 * Changes nothing: whoever asked adds the write to the draft, and commits it.
 */
export function decideItem(command: ItemCommand, draft: CommitDraft): ItemOutcome | Refusal {
  const outcome = decideAlone(command, draft);
  if (isRefusal(outcome) || outcome.write === undefined || draft.scope.container.uniqueKeys.length === 0)
    return outcome;
  return refuseDuplicate(draft.scope, [...draft.writes, outcome.write]) ?? outcome;
}

/** The same as far as other items do not matter. */
function decideAlone(command: ItemCommand, draft: CommitDraft): ItemOutcome | Refusal {
  if (!('existing' in command)) return decideCreate(command, draft);
  const { existing } = command;
  if (existing === undefined) return refuse(404, notFoundMessage, { requestCharge: emptyReadCharge });
  if (command.kind === 'read') return decideRead(existing, command.ifNoneMatch);
  const failed = refuseOtherVersion(command.ifMatch, existing.etag);
  if (failed !== undefined) return failed;
  switch (command.kind) {
    case 'delete':
      return decideDelete(existing, draft);
    case 'replace':
      return decideReplace(command.content, existing, draft);
    case 'patch':
      return decidePatchedVersion(command.patch, existing, draft);
  }
}

function decideCreate({ kind, content, ifMatch }: CreateCommand, draft: CommitDraft): ItemOutcome | Refusal {
  const body = itemBodyOf(content, draft.scope);
  if (isRefusal(body)) return body;
  const existing = itemInDraft(draft, body.id);
  if (existing === undefined) {
    const item = makeItem(draft, body);
    const requestCharge = createCharge(item.sizeBytes, item.propertyCount);
    return { status: 201, item, write: putItem(item, undefined), requestCharge };
  }
  if (kind === 'create') return refuse(409, conflictMessage, { requestCharge: refusedWriteCharge });
  return refuseOtherVersion(ifMatch, existing.etag) ?? putVersion(body, existing, draft);
}

function decideRead(item: StoredItem, ifNoneMatch: string | undefined): ItemOutcome {
  return isKnownVersion(ifNoneMatch, item.etag)
    ? { status: 304, item, write: undefined, requestCharge: emptyReadCharge }
    : { status: 200, item, write: undefined, requestCharge: readCharge(item.sizeBytes) };
}

function decideReplace(content: JsonObject, existing: StoredItem, draft: CommitDraft): ItemOutcome | Refusal {
  const body = itemBodyOf(content, draft.scope);
  if (isRefusal(body)) return body;
  if (body.id === existing.id) return putVersion(body, existing, draft);
  return refuse(400, `The id of an item cannot be changed: '${existing.id}' cannot be replaced by '${body.id}'.`);
}

function decidePatchedVersion(
  patch: PatchSpecification,
  existing: StoredItem,
  draft: CommitDraft,
): ItemOutcome | Refusal {
  const content = decidePatch(patch, existing, draft.scope.container, draft.operation.nowMs);
  if (isRefusal(content)) return content;
  const outcome = putVersion({ id: existing.id, content }, existing, draft);
  return outcome.item.sizeBytes > maxBodyBytes ? refuse(413, 'Request size is too large') : outcome;
}

function decideDelete(item: StoredItem, draft: CommitDraft): ItemOutcome {
  const write = removeItem(item, nextLsn(draft.scope.partition), stampInDraft(draft, item.key, item));
  return { status: 204, item: undefined, write, requestCharge: changeCharge(item.sizeBytes, item.propertyCount) };
}

function putVersion(body: ItemBody, existing: StoredItem, draft: CommitDraft): ItemOutcome & { item: StoredItem } {
  const item = makeNextVersion(existing, draft, body);
  const requestCharge = changeCharge(item.sizeBytes, item.propertyCount);
  return { status: 200, item, write: putItem(item, existing), requestCharge };
}
