import type { Expression, Query } from './ast.ts';
import { compileExpression } from './compile-expression.ts';
import { compileFrom, type RowSource } from './compile-from.ts';
import { compilePredicate } from './compile-predicate.ts';
import { compileProjection } from './compile-projection.ts';
import { compareKeys, isReversed, type QueryStages, type RankedResult, rankRows, windowOf } from './rank-rows.ts';
import { type AggregateUse, type Compilation, type QuerySettings, type Row, rootSlot, type Scope } from './scope.ts';
import { SqlProblemSignal } from './sql-problem.ts';

/** A query ready to run. */
export interface CompiledQuery {
  /** Whether the results of every item stand by themselves: no order, group, distinct or window spans several items. */
  readonly isStreaming: boolean;
  /** Starts a scan that appends the results of every item it is given; for streaming queries only. */
  readonly scanInto: (results: unknown[]) => (item: unknown) => void;
  /** All results, in their order. */
  readonly run: (items: Iterable<unknown>) => unknown[];
  /** The same before OFFSET, LIMIT and TOP, with what each one has its place by. */
  readonly rank: (items: Iterable<unknown>) => readonly RankedResult[];
  /** Compares the places of two results by the keys of the order alone. */
  readonly compareKeys: (left: readonly unknown[], right: readonly unknown[]) => number;
  /** How many keys the order has; 0 without one. */
  readonly keyCount: number;
  /** Whether among equals the last item comes first, as when an index is read backwards. */
  readonly isReversed: boolean;
  /** Whether a result stands for several items. */
  readonly isGrouped: boolean;
  /** Results to leave out at the start. */
  readonly skip: number;
  /** Most results after these. */
  readonly take: number;
}

/**
 * Compiles a query once, to be run over any items.
 *
 * @throws {SqlProblemSignal} for names that are unknown or used wrongly.
 * @throws {SqlFeatureSignal} for what the service can do and this emulator cannot.
 */
export function compileQuery(query: Query, settings: QuerySettings): CompiledQuery {
  const compilation: Compilation = { settings, slotCount: 1, compileSubquery };
  const stages = compileStages(query, { compilation, names: new Map() }, rootSlot);
  const { rows, isStreaming } = stages;
  const scanInto: CompiledQuery['scanInto'] = (results) => {
    const row: Row = [undefined];
    const start = rows((each) => {
      const value = stages.project(each);
      if (value !== undefined) results.push(value);
    });
    return (item) => {
      row[0] = item;
      start(row);
    };
  };
  const rank = (items: Iterable<unknown>): RankedResult[] => {
    let source = 0;
    const eachRow = (onRow: (row: Row) => void): void => {
      const row: Row = [undefined];
      const start = rows(onRow);
      // Without FROM there is one row, whatever the items are.
      if (query.from.length === 0) start(row);
      else {
        for (const item of items) {
          row[0] = item;
          start(row);
          source += 1;
        }
      }
    };
    return rankRows(stages, eachRow, () => source);
  };
  const { skip, take, isGrouped } = stages;
  return {
    isStreaming: isStreaming && query.from.length > 0,
    scanInto,
    run: (items) => windowOf(stages, rank(items)),
    rank,
    compareKeys: (left, right) => compareKeys(left, right, stages.order),
    keyCount: stages.order.length,
    isReversed: isReversed(stages),
    isGrouped,
    skip,
    take,
  };
}

function compileSubquery(query: Query, scope: Scope): (row: Row) => unknown[] {
  const stages = compileStages(query, { ...scope, aggregates: undefined });
  return (row) =>
    windowOf(
      stages,
      rankRows(stages, (onRow) => stages.rows(onRow)(row)),
    );
}

function compileStages(query: Query, outer: Scope, rootSlot?: number): QueryStages {
  const from = compileFrom(query.from, outer, rootSlot);
  const aggregates: AggregateUse[] = [];
  const scope: Scope = { ...from.scope, aggregates };
  const where = query.where && compilePredicate(query.where, from.scope);
  const project = compileProjection(query.projection, from, scope);
  const groupBy = query.groupBy.map((each) => compileExpression(each, from.scope));
  const order = query.orderBy.map(({ value, isDescending }) => ({
    evaluate: compileExpression(value, scope),
    sign: isDescending ? -1 : 1,
  }));
  const { rows: source } = from;
  const rows: RowSource =
    where === undefined
      ? source
      : (onRow) =>
          source((row) => {
            if (where(row)) onRow(row);
          });
  const skip = readCount(query.offset, outer, 0);
  const take = Math.min(
    readCount(query.top, outer, Number.POSITIVE_INFINITY),
    readCount(query.limit, outer, Number.POSITIVE_INFINITY),
  );
  const isGrouped = groupBy.length > 0 || aggregates.length > 0;
  const { isDistinct } = query;
  const isStreaming = !(isGrouped || isDistinct || order.length > 0 || skip > 0 || Number.isFinite(take));
  return { rows, project, isStreaming, groupBy, aggregates, isGrouped, order, isDistinct, skip, take };
}

function readCount(expression: Expression | undefined, { compilation }: Scope, missing: number): number {
  if (expression === undefined) return missing;
  const value = compileExpression(expression, { compilation, names: new Map() })([]);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new SqlProblemSignal('SC2060', 'TOP, OFFSET and LIMIT take a non-negative integer.', { start: 0, end: 0 });
}
