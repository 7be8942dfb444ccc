import type { JsonObject } from '../requests/json-object.ts';
import { maxItemIdLength, readResourceId } from '../requests/read-resource-id.ts';
import { isRefusal, type Refusal } from '../responses/answer.ts';
import { refuseWrongTtl } from '../time-to-live/time-to-live.ts';
import { type ItemScope, refuseKeyMismatch } from './item-scope.ts';
import { partitionKeyValueAt } from './partition-key-value-at.ts';

/** The item that a write brings. */
export interface ItemBody {
  readonly id: string;
  readonly content: JsonObject;
}

/** Checks the item of a write; refused with 400 when its id or `ttl` is wrong, and 400/1001 when it does not belong to the partition key it came with. */
export function itemBodyOf(content: JsonObject, { container, keyValues }: ItemScope): ItemBody | Refusal {
  const id = readResourceId(content, maxItemIdLength);
  if (isRefusal(id)) return id;
  const wrongTtl = refuseWrongTtl(content.ttl);
  if (wrongTtl !== undefined) return wrongTtl;
  const matches = container.keyPaths.every((path, index) => {
    const value = partitionKeyValueAt(content, path);
    return value === keyValues[index];
  });
  return matches ? { id, content } : refuseKeyMismatch();
}
