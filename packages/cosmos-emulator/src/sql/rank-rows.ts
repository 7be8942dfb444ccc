import { compareValues, valueKey } from './compare-values.ts';
import type { RowSource } from './compile-from.ts';
import { createGrouping } from './grouping.ts';
import type { AggregateUse, Evaluate, Row } from './scope.ts';

/** What happens to the rows of a query, step by step. */
export interface QueryStages {
  readonly rows: RowSource;
  readonly project: Evaluate;
  readonly isStreaming: boolean;
  readonly groupBy: readonly Evaluate[];
  readonly aggregates: readonly AggregateUse[];
  readonly isGrouped: boolean;
  readonly order: readonly { readonly evaluate: Evaluate; readonly sign: number }[];
  readonly isDistinct: boolean;
  readonly skip: number;
  readonly take: number;
}

/** A result and its place in the order. */
export interface RankedResult {
  readonly value: unknown;
  /** Values of the expressions that the query orders by. */
  readonly keys: readonly unknown[];
  /** Which one of the items it is of, counted from 0; 0 for results of several. */
  readonly source: number;
}

/**
 * All results of a query, grouped, told apart and in their order.
 *
 * @param eachRow  Goes through all rows of all items.
 * @param currentSource  Which item the row at hand is of. (default the first one)
 */
export function rankRows(
  stages: QueryStages,
  eachRow: (onRow: (row: Row) => void) => void,
  currentSource: () => number = () => 0,
): RankedResult[] {
  const { project, order, isDistinct, isGrouped } = stages;
  const results: RankedResult[] = [];
  const seen = isDistinct ? new Set<string>() : undefined;
  const onRow = (row: Row): void => {
    const value = project(row);
    if (value === undefined) return;
    const size = seen?.size;
    if (seen?.add(valueKey(value)).size === size && seen !== undefined) return;
    const source = isGrouped ? 0 : currentSource();
    results.push({ value, keys: order.map(({ evaluate }) => evaluate(row)), source });
  };
  if (isGrouped) {
    const grouping = createGrouping(stages.groupBy, stages.aggregates);
    eachRow(grouping.add);
    for (const row of grouping.rows()) onRow(row);
  } else eachRow(onRow);

  const sign = isReversed(stages) ? -1 : 1;
  if (order.length > 0) results.sort((a, b) => compareKeys(a.keys, b.keys, order) || sign * (a.source - b.source));
  return results;
}

/** What OFFSET, LIMIT and TOP leave of results. */
export function windowOf({ skip, take }: QueryStages, results: readonly RankedResult[]): unknown[] {
  return results.slice(skip, skip + take).map(({ value }) => value);
}

/** The service reads the index of an order that starts descending backwards, equal entries too. */
export function isReversed({ order }: QueryStages): boolean {
  return order[0]?.sign === -1;
}

/** Compares what two results are ordered by. */
export function compareKeys(left: readonly unknown[], right: readonly unknown[], order: QueryStages['order']): number {
  for (const [index, { sign }] of order.entries()) {
    const difference = compareValues(left[index], right[index]);
    if (difference !== 0) return difference * sign;
  }
  return 0;
}
