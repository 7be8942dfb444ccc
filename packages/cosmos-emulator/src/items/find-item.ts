import type { Operation } from '../requests/operation.ts';
import type { ItemScope } from './item-scope.ts';
import { itemKey, type StoredItem } from './stored-item.ts';

/** The item a path addresses, by id or resource id; `undefined` when its logical partition has none. */
export function findAddressedItem({ path }: Operation, scope: ItemScope): StoredItem | undefined {
  const { container } = scope;
  const [, , , containerSegment, , id = ''] = path.segments;
  const isByResourceId = containerSegment === container.resourceId && containerSegment !== container.id;
  return isByResourceId ? findByResourceId(scope, id) : findStoredItem(scope, id);
}

/** The item of an id. */
export function findStoredItem({ partition, keyText }: ItemScope, id: string): StoredItem | undefined {
  return partition.items.get(itemKey(keyText, id));
}

/** Nobody keeps an index for this rare way to address an item. */
function findByResourceId({ partition, keyText }: ItemScope, resourceId: string): StoredItem | undefined {
  for (const item of partition.items.values()) {
    if (item.resourceId === resourceId && item.key.startsWith(keyText)) return item;
  }
  return undefined;
}
