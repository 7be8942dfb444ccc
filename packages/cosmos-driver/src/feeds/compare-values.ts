/** Place of a value's type in the service's order of types. @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/order-by */
function typeRank(value: unknown): number {
  switch (typeof value) {
    case 'undefined':
      return 0;
    case 'boolean':
      return value ? 3 : 2;
    case 'number':
      return 4;
    case 'string':
      return 5;
    default:
      return value === null ? 1 : Number.POSITIVE_INFINITY;
  }
}

/** Whether a value has a place in an order over partitions; arrays and objects have none. */
export function isSortable(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/**
 * Orders sort keys as the service does: undefined, null, false, true, numbers, strings; each type in itself.
 *
 * Strings are compared by UTF-16 code units.
 */
export function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'string' && typeof right === 'string') return left === right ? 0 : left < right ? -1 : 1;
  return typeRank(left) - typeRank(right);
}
