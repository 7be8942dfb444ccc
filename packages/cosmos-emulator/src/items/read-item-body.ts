import { subStatuses } from '@perdura/cosmos-protocol';
import type { JsonObject } from '../requests/json-object.ts';
import type { Operation } from '../requests/operation.ts';
import { readJsonBody } from '../requests/read-json-body.ts';
import { maxItemIdLength, readResourceId } from '../requests/read-resource-id.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { partitionKeyMismatchMessage } from '../responses/messages.ts';
import { refuseWrongTtl } from '../time-to-live/time-to-live.ts';
import type { ItemScope } from './item-scope.ts';
import { partitionKeyValueAt } from './partition-key-value-at.ts';

/** The item that a write brings. */
export interface ItemBody {
  readonly id: string;
  readonly content: JsonObject;
}

/** Reads the item of a write; refused with 400 when its `ttl` is wrong, with 400/1001 when it does not belong to the partition key of the header. */
export function readItemBody({ request }: Operation, { container, keyValues }: ItemScope): ItemBody | Refusal {
  const content = readJsonBody(request);
  if (isRefusal(content)) return content;
  const id = readResourceId(content, maxItemIdLength);
  if (isRefusal(id)) return id;
  const wrongTtl = refuseWrongTtl(content.ttl);
  if (wrongTtl !== undefined) return wrongTtl;
  const matches = container.keyPaths.every((path, index) => {
    const value = partitionKeyValueAt(content, path);
    return value === keyValues[index];
  });
  return matches
    ? { id, content }
    : refuse(400, partitionKeyMismatchMessage, { subStatus: subStatuses.partitionKeyMismatch });
}
