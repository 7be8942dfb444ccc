import { encodeResourceId } from '@perdura/cosmos-protocol';
import { nextLsn } from '../partitions/next-write.ts';
import type { JsonObject } from '../requests/json-object.ts';
import { stampResource } from '../requests/system-properties.ts';
import { type CommitDraft, nextItemNumber, stampInDraft } from './commit-draft.ts';
import type { ItemBody } from './item-body.ts';
import { type StoredItem, storedItemKey } from './stored-item.ts';

/** A new item: the next one of its container, the next write of its partition. Storing it is left to the caller. */
export function makeItem(draft: CommitDraft, body: ItemBody): StoredItem {
  const { container } = draft.scope;
  const number = nextItemNumber(draft);
  const resourceId = encodeResourceId({
    kind: 'document',
    database: container.databaseNumber,
    container: container.number,
    item: number,
  });
  return versionOf({ number, resourceId }, undefined, draft, body);
}

/** A new version of an item: it keeps its resource id, everything else is replaced. */
export function makeNextVersion(item: StoredItem, draft: CommitDraft, body: ItemBody): StoredItem {
  return versionOf(item, item, draft, body);
}

function versionOf(
  { number, resourceId }: Pick<StoredItem, 'number' | 'resourceId'>,
  existing: StoredItem | undefined,
  draft: CommitDraft,
  { id, content }: ItemBody,
): StoredItem {
  const { store, nowMs } = draft.operation;
  const { container, partition, keyText, effectivePartitionKey } = draft.scope;
  const { _rid, _self, _etag, _ts } = stampResource(store, nowMs, resourceId, `${container.self}docs/${resourceId}/`);
  const userContent = withoutSystemProperties(content);
  const document = { ...userContent, _rid, _self, _etag, _attachments: 'attachments/', _ts };
  const json = JSON.stringify(document);
  const key = existing?.key ?? storedItemKey(keyText, id);
  return {
    key,
    id,
    number,
    resourceId,
    effectivePartitionKey,
    document,
    json,
    sizeBytes: Buffer.byteLength(json),
    propertyCount: Object.keys(userContent).length,
    etag: _etag,
    lsn: nextLsn(partition),
    stamp: stampInDraft(draft, key, existing),
  };
}

/** What a client sends back of an item it has read before is the service's, not the user's. */
function withoutSystemProperties(content: JsonObject): JsonObject {
  if (content._rid === undefined && content._etag === undefined && content._ts === undefined) return content;
  const { _rid, _self, _etag, _attachments, _ts, ...userContent } = content;
  return userContent;
}
