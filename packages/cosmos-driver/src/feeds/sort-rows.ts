import { hasSortableKeys, isOrderedRow, type OrderedRow, rowOrder } from './ordered-row.ts';
import type { QueryPlan } from './query-plan.ts';
import type { RequireRoom, ResultStage } from './result-stage.ts';

/**
 * Sorts rows that partitions send in no order, such as those ordered by the similarity of vectors. Holds no more than the
 * query's window can need.
 */
export function sortRows({ orderBy, skip, take }: QueryPlan, requireRoom: RequireRoom): ResultStage {
  const compare = rowOrder(orderBy);
  const window = skip + take;
  let held: OrderedRow[] = [];
  return {
    push(rows) {
      for (const row of rows) {
        if (!isOrderedRow(row, orderBy.length)) throw new SyntaxError('A row of an ordered query lacks its sort keys.');
        if (!hasSortableKeys(row))
          throw new RangeError('arrays and objects have no place in an order over several partitions');
        held.push(row);
      }
      if (held.length > 2 * window) held = held.sort(compare).slice(0, window);
      requireRoom('ORDER BY that partitions do not keep', Math.min(held.length, window));
      return [];
    },
    finish: () => held.sort(compare).flatMap(({ payload }) => (payload === undefined ? [] : [payload])),
  };
}
