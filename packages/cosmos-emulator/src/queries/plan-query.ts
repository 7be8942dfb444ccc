import type { Expression, Query } from '../sql/ast.ts';
import { selectNames } from '../sql/compile-projection.ts';
import { printExpression } from '../sql/print-query.ts';
import { isVectorOrder } from '../sql/vector-order.ts';
import { aggregateType, findAggregates } from './aggregate-calls.ts';
import type { KeyRange } from './key-ranges.ts';
import { rewriteQuery } from './rewrite-query.ts';

/** How a client puts the results of several partitions together, as the gateway tells it. */
export interface QueryPlan {
  readonly partitionedQueryExecutionInfoVersion: 2;
  readonly queryInfo: QueryInfo;
  readonly queryRanges: readonly {
    readonly min: string;
    readonly max: string;
    readonly isMinInclusive: boolean;
    readonly isMaxInclusive: boolean;
  }[];
}

/** What is left to do when every partition has answered the rewritten query. */
interface QueryInfo {
  readonly distinctType: 'None' | 'Ordered' | 'Unordered';
  readonly top: number | null;
  readonly offset: number | null;
  readonly limit: number | null;
  readonly orderBy: readonly ('Ascending' | 'Descending')[];
  readonly orderByExpressions: readonly string[];
  readonly groupByExpressions: readonly string[];
  readonly groupByAliases: readonly string[];
  readonly aggregates: readonly string[];
  readonly groupByAliasToAggregateType: Readonly<Record<string, string | null>>;
  /** `''` when the query is sent as it is. */
  readonly rewrittenQuery: string;
  readonly hasSelectValue: boolean;
  readonly dCountInfo: null;
  readonly hasNonStreamingOrderBy: boolean;
}

/** Plans a query. */
export function planQuery(
  query: Query,
  parameters: ReadonlyMap<string, unknown>,
  keyRanges: readonly KeyRange[],
): QueryPlan {
  const { projection, groupBy, orderBy } = query;
  const count = (expression: Expression | undefined): number | null => {
    if (expression?.kind === 'literal') return Number(expression.value);
    return expression?.kind === 'parameter' ? Number(parameters.get(expression.name)) : null;
  };
  const named = projection.kind === 'list' ? selectNames(projection) : [];
  const isGrouped = groupBy.length > 0 || named.some(([, value]) => findAggregates(value).length > 0);
  const valueAggregate = projection.kind === 'value' ? aggregateType(projection.value) : undefined;
  const queryInfo: QueryInfo = {
    distinctType: distinctTypeOf(query),
    top: count(query.top),
    offset: count(query.offset),
    limit: count(query.limit),
    orderBy: orderBy.map(({ isDescending }) => (isDescending ? 'Descending' : 'Ascending')),
    orderByExpressions: orderBy.map(({ value }) => printExpression(value)),
    groupByExpressions: groupBy.map(printExpression),
    groupByAliases: isGrouped ? named.map(([name]) => name) : [],
    aggregates: valueAggregate === undefined ? [] : [valueAggregate],
    groupByAliasToAggregateType: isGrouped
      ? Object.fromEntries(named.map(([name, value]) => [name, aggregateType(value) ?? null]))
      : {},
    rewrittenQuery: rewriteQuery(query, { offset: count(query.offset), limit: count(query.limit) }),
    hasSelectValue: projection.kind === 'value',
    dCountInfo: null,
    hasNonStreamingOrderBy: orderBy.some(({ value }) => isVectorOrder(value)),
  };
  const queryRanges = keyRanges.map(({ min, max, isMaxInclusive }) => ({
    min,
    max,
    isMinInclusive: true,
    isMaxInclusive,
  }));
  return { partitionedQueryExecutionInfoVersion: 2, queryInfo, queryRanges };
}

/** Ordered results with equal ones side by side can be told apart by the last one only. */
function distinctTypeOf({ isDistinct, orderBy, projection }: Query): QueryInfo['distinctType'] {
  if (!isDistinct) return 'None';
  if (projection.kind === 'all' || orderBy.length === 0) return 'Unordered';
  const values = projection.kind === 'value' ? [projection.value] : projection.items.map(({ value }) => value);
  const sorted = new Set(orderBy.map(({ value }) => printExpression(value)));
  return values.every((value) => sorted.has(printExpression(value))) ? 'Ordered' : 'Unordered';
}

/** Features a client must have to carry out a plan, by the names in `x-ms-cosmos-supported-query-features`. */
export function featuresOf(query: Query, { queryInfo }: QueryPlan): readonly string[] {
  return [
    queryInfo.aggregates.length > 0 && 'Aggregate',
    queryInfo.distinctType !== 'None' && 'Distinct',
    query.groupBy.length > 0 && 'GroupBy',
    Object.values(queryInfo.groupByAliasToAggregateType).some((type) => type !== null) && 'NonValueAggregate',
    queryInfo.orderBy.length > 1 && 'MultipleOrderBy',
    queryInfo.orderBy.length > 0 && 'OrderBy',
    queryInfo.offset !== null && 'OffsetAndLimit',
    queryInfo.top !== null && 'Top',
    queryInfo.hasNonStreamingOrderBy && 'NonStreamingOrderBy',
  ].filter((feature) => typeof feature === 'string');
}
