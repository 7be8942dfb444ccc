/** Place of a value's type in the order of types. @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/order-by */
export function typeRank(value: unknown): number {
  switch (typeof value) {
    case 'undefined':
      return 0;
    case 'boolean':
      return 2;
    case 'number':
      return 3;
    case 'string':
      return 4;
    default:
      if (value === null) return 1;
      return Array.isArray(value) ? 5 : 6;
  }
}

/**
 * Orders any two values: undefined, null, false, true, numbers, strings, arrays, objects; each type in itself.
 *
 * A total order: 0 means that both are the same value.
 */
export function compareValues(left: unknown, right: unknown): number {
  const rank = typeRank(left);
  const difference = rank - typeRank(right);
  if (difference !== 0) return difference;
  if (rank < 2) return 0;
  if (rank < 5) return comparePrimitives(left as string, right as string);
  return rank === 5
    ? compareLists(left as readonly unknown[], right as readonly unknown[])
    : compareLists(sortedEntries(left as object), sortedEntries(right as object));
}

function comparePrimitives(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareLists(left: readonly unknown[], right: readonly unknown[]): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const order = compareValues(left[index], right[index]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function sortedEntries(value: object): readonly unknown[] {
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => comparePrimitives(a, b))
    .flat();
}

/** Whether two values are the same JSON, whatever the order of their properties. */
export function areEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  return compareValues(left, right) === 0;
}

/** A text that is the same for equal values only. */
export function valueKey(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `[${value.map(valueKey).join()}]`;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => comparePrimitives(a, b));
  return `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${valueKey(each)}`).join()}}`;
}
