import { compareValues, typeRank, valueKey } from './compare-values.ts';

/** Takes the values of a group one by one and knows the result; lives as long as its group. */
export interface Aggregator {
  add(value: unknown): void;
  result(): unknown;
}

/**
 * Aggregates by upper-case name. They skip undefined values.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/aggregate-functions
 */
export const aggregators: ReadonlyMap<string, () => Aggregator> = new Map([
  ['COUNT', createCount],
  ['COUNTIF', createCountIf],
  ['SUM', () => createTotal((sum) => sum)],
  ['AVG', () => createTotal((sum, count) => (count === 0 ? undefined : sum / count))],
  ['MIN', () => createExtreme(-1)],
  ['MAX', () => createExtreme(1)],
  ['MAKELIST', createList],
  ['MAKESET', createSet],
]);

function createCount(): Aggregator {
  let count = 0;
  return {
    add: (value) => {
      if (value !== undefined) count += 1;
    },
    result: () => count,
  };
}

function createCountIf(): Aggregator {
  let count = 0;
  return {
    add: (value) => {
      if (value === true) count += 1;
    },
    result: () => count,
  };
}

/** One value that is no number makes the whole undefined. */
function createTotal(conclude: (sum: number, count: number) => number | undefined): Aggregator {
  let sum = 0;
  let count = 0;
  let isMixed = false;
  return {
    add: (value) => {
      if (value === undefined) return;
      if (typeof value !== 'number') isMixed = true;
      else {
        sum += value;
        count += 1;
      }
    },
    result: () => (isMixed ? undefined : conclude(sum, count)),
  };
}

/** Compares across types as ORDER BY does; one array or object makes the whole undefined. */
function createExtreme(sign: 1 | -1): Aggregator {
  let extreme: unknown;
  let isComplex = false;
  return {
    add: (value) => {
      if (value === undefined) return;
      if (typeRank(value) > 4) isComplex = true;
      else if (extreme === undefined || compareValues(value, extreme) * sign > 0) extreme = value;
    },
    result: () => (isComplex ? undefined : extreme),
  };
}

function createList(): Aggregator {
  const values: unknown[] = [];
  return {
    add: (value) => {
      if (value !== undefined) values.push(value);
    },
    result: () => values,
  };
}

function createSet(): Aggregator {
  const values = new Map<string, unknown>();
  return {
    add: (value) => {
      const key = valueKey(value);
      if (value !== undefined && !values.has(key)) values.set(key, value);
    },
    result: () => [...values.values()],
  };
}
