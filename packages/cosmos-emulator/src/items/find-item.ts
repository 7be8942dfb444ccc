import { emptyReadCharge } from '../charging/request-charge.ts';
import { partitionHeaders } from '../partitions/partition-headers.ts';
import type { Operation } from '../requests/operation.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { notFoundMessage } from '../responses/messages.ts';
import { type ItemScope, resolveItemScope } from './item-scope.ts';
import { itemKey, type StoredItem } from './stored-item.ts';

/** An existing item with the logical partition it lies in. */
export interface FoundItem {
  readonly scope: ItemScope;
  readonly item: StoredItem;
}

/** The item a path addresses, by id or resource id; refused with 404 when its logical partition has none. */
export function findItem(operation: Operation): FoundItem | Refusal {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  return findItemInScope(operation, scope) ?? refuseMissingItem(scope);
}

/** As `findItem`, for a scope that is already known; `undefined` when there is no such item. */
export function findItemInScope({ path }: Operation, scope: ItemScope): FoundItem | undefined {
  const { container, partition, keyText } = scope;
  const [, , , containerSegment, , id = ''] = path.segments;
  const isByResourceId = containerSegment === container.resourceId && containerSegment !== container.id;
  const item = isByResourceId ? findByResourceId(scope, id) : partition.items.get(itemKey(keyText, id));
  return item && { scope, item };
}

/** 404 for an item, with the headers of the partition that was asked. */
export function refuseMissingItem({ container, partition }: ItemScope): Refusal {
  const headers = partitionHeaders(container, partition);
  return refuse(404, notFoundMessage, { headers, requestCharge: emptyReadCharge });
}

/** Nobody keeps an index for this rare way to address an item. */
function findByResourceId({ partition, keyText }: ItemScope, resourceId: string): StoredItem | undefined {
  for (const item of partition.items.values()) {
    if (item.resourceId === resourceId && item.key.startsWith(keyText)) return item;
  }
  return undefined;
}
