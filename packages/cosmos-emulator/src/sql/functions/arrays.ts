import { areEqual, compareValues, valueKey } from '../compare-values.ts';
import { define, type FunctionFamily, type SqlFunction } from './sql-function.ts';

/** @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/system-functions#array-functions */
export const arrayFunctions: FunctionFamily = {
  ARRAY_CONCAT: define(2, 200, (...values) => (values.every(Array.isArray) ? values.flat() : undefined)),
  ARRAY_CONTAINS: define(2, 3, (values, wanted, isPartial = false) => {
    if (!Array.isArray(values) || wanted === undefined) return undefined;
    return values.some((each) => (isPartial === true ? includesAll(each, wanted) : areEqual(each, wanted)));
  }),
  ARRAY_CONTAINS_ALL: define(2, 200, (values, ...wanted) =>
    Array.isArray(values) ? wanted.every((each) => values.some((value) => areEqual(value, each))) : undefined,
  ),
  ARRAY_CONTAINS_ANY: define(2, 200, (values, ...wanted) =>
    Array.isArray(values) ? wanted.some((each) => values.some((value) => areEqual(value, each))) : undefined,
  ),
  ARRAY_LENGTH: define(1, 1, (values) => (Array.isArray(values) ? values.length : undefined)),
  ARRAY_SLICE: define(2, 3, (values, start, count = Number.MAX_SAFE_INTEGER) => {
    if (!Array.isArray(values) || typeof start !== 'number' || typeof count !== 'number') return undefined;
    const from = start < 0 ? Math.max(0, values.length + start) : start;
    return values.slice(from, from + Math.max(0, count));
  }),
  ARRAY_SUM: defineOnNumberArray((numbers) => numbers.reduce((sum, each) => sum + each, 0)),
  ARRAY_AVG: defineOnNumberArray((numbers) =>
    numbers.length === 0 ? undefined : numbers.reduce((sum, each) => sum + each, 0) / numbers.length,
  ),
  ARRAY_MEDIAN: defineOnNumberArray(median),
  ARRAY_MIN: define(1, 1, (values) => (Array.isArray(values) ? values.toSorted(compareValues)[0] : undefined)),
  ARRAY_MAX: define(1, 1, (values) => (Array.isArray(values) ? values.toSorted(compareValues).at(-1) : undefined)),
  CHOOSE: define(2, 200, (index, ...values) => (typeof index === 'number' ? values[index - 1] : undefined)),
  OBJECTTOARRAY: define(1, 3, (object, keyName = 'k', valueName = 'v') => {
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
    if (typeof keyName !== 'string' || typeof valueName !== 'string') return undefined;
    return Object.entries(object).map(([key, value]) => ({ [keyName]: key, [valueName]: value }));
  }),
  SETEQUAL: define(2, 2, (first, second) => {
    if (!Array.isArray(first) || !Array.isArray(second)) return undefined;
    const [keys, others] = [keyed(first), keyed(second)];
    return keys.size === others.size && [...keys.keys()].every((key) => others.has(key));
  }),
  SETINTERSECT: defineOnSets((first, second) => [...first].filter(([key]) => second.has(key))),
  SETUNION: defineOnSets((first, second) => [...new Map([...first, ...second])]),
  SETDIFFERENCE: defineOnSets((first, second) => [...first].filter(([key]) => !second.has(key))),
};

/** Whether an element has everything that the wanted value has; objects may have more. */
function includesAll(element: unknown, wanted: unknown): boolean {
  const areObjects = [element, wanted].every(
    (each) => typeof each === 'object' && each !== null && !Array.isArray(each),
  );
  if (!areObjects) return areEqual(element, wanted);
  return Object.entries(wanted as object).every(
    ([name, value]) =>
      Object.hasOwn(element as object, name) && includesAll((element as Record<string, unknown>)[name], value),
  );
}

function defineOnNumberArray(apply: (numbers: readonly number[]) => number | undefined): SqlFunction {
  return define(1, 1, (values) => {
    const isUsable = Array.isArray(values) && values.every((value) => typeof value === 'number');
    return isUsable ? apply(values) : undefined;
  });
}

function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

type KeyedValues = ReadonlyMap<string, unknown>;

/** Two arrays, each value counting once. */
function defineOnSets(
  apply: (first: KeyedValues, second: KeyedValues) => readonly (readonly [string, unknown])[],
): SqlFunction {
  return define(2, 2, (first, second) => {
    if (!Array.isArray(first) || !Array.isArray(second)) return undefined;
    return apply(keyed(first), keyed(second)).map(([, value]) => value);
  });
}

function keyed(values: readonly unknown[]): KeyedValues {
  return new Map(
    values
      .toReversed()
      .map((value) => [valueKey(value), value] as const)
      .toReversed(),
  );
}
