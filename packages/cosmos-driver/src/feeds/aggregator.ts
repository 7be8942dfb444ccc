import { compareValues, isSortable } from './compare-values.ts';
import { valueKey } from './value-key.ts';

/** Puts an aggregate together from what each partition says of it. */
export interface Aggregator {
  /** Takes one partition's part, such as `{ item: 3 }`. */
  add(part: unknown): void;
  /** The aggregate; `undefined` when it is undefined. */
  result(): unknown;
}

interface Part {
  readonly item?: unknown;
  readonly item2?: unknown;
}

/** What plans call aggregates. @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/aggregate-functions */
export type AggregateName = (typeof aggregateNames)[number];

/** All of them; others belong to features that the driver does not tell the gateway of. */
export const aggregateNames = ['Count', 'CountIf', 'Sum', 'Average', 'Min', 'Max', 'MakeList', 'MakeSet'] as const;

const makers: Readonly<Record<AggregateName, () => Aggregator>> = {
  Count: total,
  CountIf: total,
  Sum: total,
  Average: average,
  Min: () => extreme('min', -1),
  Max: () => extreme('max', 1),
  MakeList: list,
  MakeSet: set,
};

/** Makes an aggregator that has seen no part yet. */
export function createAggregator(name: AggregateName): Aggregator {
  return makers[name]();
}

/** One part that is no number makes the whole undefined. */
function total(): Aggregator {
  let sum: number | undefined = 0;
  return {
    add(part) {
      const { item } = part as Part;
      sum = sum === undefined || typeof item !== 'number' ? undefined : sum + item;
    },
    result: () => sum,
  };
}

/** Parts are `{ item: { sum, count } }`; a sum is missing where something counted is no number. */
function average(): Aggregator {
  let sum: number | undefined = 0;
  let count = 0;
  return {
    add(part) {
      const { sum: more, count: moreCount = 0 } = ((part as Part).item ?? {}) as { sum?: number; count?: number };
      if (moreCount === 0 && more === undefined) return;
      sum = sum === undefined || more === undefined ? undefined : sum + more;
      count += moreCount;
    },
    result: () => (sum === undefined || count === 0 ? undefined : sum / count),
  };
}

/** Parts are `{ item, item2: { min or max, count } }`; what has counted nothing says nothing. An array or object makes the whole undefined. */
function extreme(name: 'min' | 'max', sign: 1 | -1): Aggregator {
  let found: unknown;
  let isUndefined = false;
  return {
    add(part) {
      const { item, item2 } = part as Part;
      const { count, [name]: own } = (item2 ?? {}) as { count?: number; min?: unknown; max?: unknown };
      if (count === 0) return;
      const value = own === undefined ? item : own;
      if (value === undefined || !isSortable(value)) isUndefined = true;
      else if (found === undefined || compareValues(value, found) * sign > 0) found = value;
    },
    result: () => (isUndefined ? undefined : found),
  };
}

function list(): Aggregator {
  const values: unknown[] = [];
  return {
    add: (part) => void values.push(...listOf(part)),
    result: () => values,
  };
}

function set(): Aggregator {
  const values = new Map<string, unknown>();
  return {
    add(part) {
      for (const value of listOf(part)) {
        const key = valueKey(value);
        if (!values.has(key)) values.set(key, value);
      }
    },
    result: () => [...values.values()],
  };
}

function listOf(part: unknown): readonly unknown[] {
  const { item } = part as Part;
  return Array.isArray(item) ? item : [];
}
