/** Functions that tell the types of values, in the service's order of types; `undefined` comes before all of them. */
const typeTests = ['IS_NULL', 'IS_BOOL', 'IS_NUMBER', 'IS_STRING', 'IS_ARRAY', 'IS_OBJECT'] as const;

/**
 * A condition that leaves only what does not come before a value, in the order of the service over all types.
 *
 * It keeps rows equal to the value: which of those were seen, their resource ids tell.
 *
 * @param expression  The first sort key, in SQL.
 * @param value  What it was for the last row seen.
 */
export function resumeCondition(expression: string, value: unknown, direction: 'Ascending' | 'Descending'): string {
  const isAscending = direction === 'Ascending';
  const undefinedToo = isAscending ? [] : [`NOT IS_DEFINED(${expression})`];
  if (value === undefined) return isAscending ? 'true' : `(${undefinedToo.join()})`;
  const own = typeTests.indexOf(testOf(value));
  const others = isAscending ? typeTests.slice(own + 1) : typeTests.slice(0, own);
  const behind = others.map((test) => `${test}(${expression})`);
  return `(${[sameType(expression, value, isAscending), ...behind, ...undefinedToo].join(' OR ')})`;
}

function testOf(value: unknown): (typeof typeTests)[number] {
  if (value === null) return 'IS_NULL';
  if (typeof value === 'boolean') return 'IS_BOOL';
  return typeof value === 'number' ? 'IS_NUMBER' : 'IS_STRING';
}

/** Comparisons hold within one type only; null and booleans are told apart by equality. */
function sameType(expression: string, value: unknown, isAscending: boolean): string {
  if (value === null) return `IS_NULL(${expression})`;
  if (typeof value === 'boolean') return value === isAscending ? `${expression} = ${value}` : `IS_BOOL(${expression})`;
  return `${expression} ${isAscending ? '>=' : '<='} ${JSON.stringify(value)}`;
}
