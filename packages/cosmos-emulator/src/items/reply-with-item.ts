import { headerNames } from '@perdura/cosmos-protocol';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import type { Operation } from '../requests/operation.ts';
import type { Reply } from '../responses/answer.ts';
import { encodeText } from '../responses/json-reply.ts';
import type { ItemScope } from './item-scope.ts';
import type { StoredItem } from './stored-item.ts';

/** A reply that holds an item; a write that asked for `return=minimal` gets all of it but the body. */
export function replyWithItem(
  status: number,
  { request }: Operation,
  { container, partition }: ItemScope,
  item: StoredItem,
  requestCharge: number,
): Reply {
  const wantsNoBody = request.method !== 'GET' && prefersMinimal(request.headers[headerNames.prefer]);
  const headers = partitionHeaders(container, partition, item);
  return { kind: 'reply', status, headers, requestCharge, body: wantsNoBody ? undefined : encodeText(item.json) };
}

/** Whether a write wants its answer without the item. @see https://www.rfc-editor.org/rfc/rfc7240#section-4.2 */
export function prefersMinimal(prefer: string | undefined): boolean {
  return prefer !== undefined && /\breturn=minimal\b/i.test(prefer);
}
