import { decodeResourceId } from '@perdura/cosmos-protocol';
import { compareValues, isSortable } from './compare-values.ts';

/** A row of a query with ORDER BY, as partitions send it. */
export interface OrderedRow {
  /** Resource id of the item it is of. */
  readonly _rid: string;
  /** Its sort keys; `item` is missing where the key is undefined. */
  readonly orderByItems: readonly { readonly item?: unknown }[];
  /** The result; missing when it is undefined. */
  readonly payload?: unknown;
}

/** Orders two rows by their sort keys. */
export type CompareRows = (left: OrderedRow, right: OrderedRow) => number;

/** Makes the order of rows from the directions of their sort keys. One key, the usual case, is compared without a loop. */
export function rowOrder(directions: readonly ('Ascending' | 'Descending')[]): CompareRows {
  const signs = directions.map((direction) => (direction === 'Ascending' ? 1 : -1));
  if (signs.length === 1) {
    return signs[0] === 1
      ? (left, right) => compareValues(left.orderByItems[0]?.item, right.orderByItems[0]?.item)
      : (left, right) => compareValues(right.orderByItems[0]?.item, left.orderByItems[0]?.item);
  }
  return (left, right) => {
    for (let index = 0; index < signs.length; index++) {
      const order = compareValues(left.orderByItems[index]?.item, right.orderByItems[index]?.item);
      if (order !== 0) return signs[index] === 1 ? order : -order;
    }
    return 0;
  };
}

/** Whether something is a row of a query with so many sort keys. */
export function isOrderedRow(row: unknown, keyCount: number): row is OrderedRow {
  const { _rid, orderByItems } = (row ?? {}) as Partial<OrderedRow>;
  return typeof _rid === 'string' && Array.isArray(orderByItems) && orderByItems.length === keyCount;
}

/** Whether all sort keys of a row have a place in an order over partitions. */
export function hasSortableKeys({ orderByItems }: OrderedRow): boolean {
  for (const key of orderByItems) if (!isSortable(key.item)) return false;
  return true;
}

/** Orders resource ids of one container by the numbers of their items. */
export function compareResourceIds(left: string, right: string): number {
  if (left === right) return 0;
  const [one, other] = [decodeResourceId(left), decodeResourceId(right)];
  if (one?.kind !== 'document' || other?.kind !== 'document') return left < right ? -1 : 1;
  return one.item < other.item ? -1 : one.item > other.item ? 1 : 0;
}
