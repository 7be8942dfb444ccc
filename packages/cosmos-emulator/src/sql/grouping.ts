import type { Aggregator } from './aggregators.ts';
import { valueKey } from './compare-values.ts';
import type { AggregateUse, Evaluate, Row } from './scope.ts';

/** Sorts rows into groups; lives as long as one run of a query. */
export interface Grouping {
  readonly add: (row: Row) => void;
  /** The first row of every group, with the results of its aggregates, in the order in which the groups appeared. */
  rows(): Iterable<Row>;
}

interface Group {
  readonly first: Row;
  readonly aggregators: readonly Aggregator[];
}

/** Groups rows by keys; without keys all rows are one group, even if there is none. */
export function createGrouping(keys: readonly Evaluate[], uses: readonly AggregateUse[]): Grouping {
  const groups = new Map<string, Group>();
  const open = (key: string, row: Row): Group => {
    const group = { first: [...row], aggregators: uses.map(({ create }) => create()) };
    groups.set(key, group);
    return group;
  };
  if (keys.length === 0) open('', []);
  return {
    add: (row) => {
      const key = keys.map((each) => valueKey(each(row))).join();
      const group = groups.get(key) ?? open(key, row);
      for (const [index, aggregator] of group.aggregators.entries()) aggregator.add(uses[index]?.argument(row));
    },
    rows: function* () {
      for (const { first, aggregators } of groups.values()) {
        for (const [index, { slot }] of uses.entries()) first[slot] = aggregators[index]?.result();
        yield first;
      }
    },
  };
}
