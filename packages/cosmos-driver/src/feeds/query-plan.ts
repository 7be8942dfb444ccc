import {
  effectivePartitionKey,
  isPartitionKeyValue,
  nextEffectivePartitionKey,
  type PartitionKeyDefinition,
} from '@perdura/cosmos-protocol';
import { compareRanges, intersect, type KeyRange } from '../partitioning/key-range.ts';
import {
  aCount,
  aNumber,
  anything,
  aString,
  listOf,
  maybe,
  objectOf,
  oneOf,
  orNull,
  recordOf,
  type Shape,
} from '../response/json-shape.ts';
import { type AggregateName, aggregateNames } from './aggregator.ts';

/** Some gateways write truth as a number. */
const truth: Shape<boolean> = (value, at) => (typeof value === 'boolean' ? value : aNumber(value, at) !== 0);

const anAggregate = oneOf(...aggregateNames);

interface QueryInfo {
  readonly distinctType: 'None' | 'Ordered' | 'Unordered' | undefined;
  readonly top: number | undefined;
  readonly offset: number | undefined;
  readonly limit: number | undefined;
  readonly orderBy: readonly ('Ascending' | 'Descending')[] | undefined;
  readonly orderByExpressions: readonly string[] | undefined;
  readonly groupByExpressions: readonly string[] | undefined;
  readonly groupByAliases: readonly string[] | undefined;
  readonly aggregates: readonly AggregateName[] | undefined;
  readonly groupByAliasToAggregateType: Readonly<Record<string, AggregateName | null>> | undefined;
  readonly rewrittenQuery: string | undefined;
  readonly hasSelectValue: boolean | undefined;
  readonly hasNonStreamingOrderBy: boolean | undefined;
  readonly dCountInfo: { readonly dCountAlias: string | undefined } | undefined;
}

const queryInfo = objectOf<QueryInfo>({
  distinctType: maybe(oneOf('None', 'Ordered', 'Unordered')),
  top: maybe(aCount),
  offset: maybe(aCount),
  limit: maybe(aCount),
  orderBy: maybe(listOf(oneOf('Ascending', 'Descending'))),
  orderByExpressions: maybe(listOf(aString)),
  groupByExpressions: maybe(listOf(aString)),
  groupByAliases: maybe(listOf(aString)),
  aggregates: maybe(listOf(anAggregate)),
  groupByAliasToAggregateType: maybe(recordOf(orNull(anAggregate))),
  rewrittenQuery: maybe(aString),
  hasSelectValue: maybe(truth),
  hasNonStreamingOrderBy: maybe(truth),
  dCountInfo: maybe(objectOf<{ readonly dCountAlias: string | undefined }>({ dCountAlias: maybe(aString) })),
});

interface PlanDocument {
  readonly queryInfo: QueryInfo | undefined;
  readonly queryRanges: readonly PlanRange[];
  readonly hybridSearchQueryInfo: unknown;
}

interface PlanRange {
  readonly min: unknown;
  readonly max: unknown;
  readonly isMinInclusive: boolean | undefined;
  readonly isMaxInclusive: boolean | undefined;
}

const planDocument = objectOf<PlanDocument>({
  queryInfo: maybe(queryInfo),
  queryRanges: listOf(
    objectOf<PlanRange>({ min: anything, max: anything, isMinInclusive: maybe(truth), isMaxInclusive: maybe(truth) }),
  ),
  hybridSearchQueryInfo: anything,
});

/** What is left for the client when every partition has answered the rewritten query; every default applied. */
export interface QueryPlan {
  /** Parts of the key space that can have results, in order and apart. */
  readonly ranges: readonly KeyRange[];
  /** The query for the partitions; `undefined`: the query as it is. */
  readonly rewrittenQuery: string | undefined;
  /** Direction of each sort key; empty without ORDER BY. */
  readonly orderBy: readonly ('Ascending' | 'Descending')[];
  /** Each sort key in SQL. */
  readonly orderByExpressions: readonly string[];
  /** Whether partitions send their rows in no order at all. */
  readonly isOrderBuffered: boolean;
  readonly distinct: 'None' | 'Ordered' | 'Unordered';
  /** Results passed over, of OFFSET. */
  readonly skip: number;
  /** Most results, of LIMIT and TOP; `Infinity` for all. */
  readonly take: number;
  /** Aggregate of `SELECT VALUE COUNT(1)` and its like. */
  readonly valueAggregate: AggregateName | undefined;
  /** Aggregates by the names they have in the result, `null` for what is none. Empty without aggregates and groups. */
  readonly aggregateOf: Readonly<Record<string, AggregateName | null>>;
  readonly isGrouped: boolean;
  readonly hasSelectValue: boolean;
  /** Name of the count of different results, `''` for the count by itself; `undefined` when they are not counted. */
  readonly distinctCountName: string | undefined;
  /** Whether the query ranks by full text, which takes several queries to answer. */
  readonly isHybrid: boolean;
}

/**
 * Reads the plan of a query.
 *
 * @throws when it is none; the error says where.
 */
export function readQueryPlan(json: unknown, definition: PartitionKeyDefinition): QueryPlan {
  const { queryInfo: info, queryRanges, hybridSearchQueryInfo } = planDocument(json, 'plan');
  const aggregateOf = info?.groupByAliasToAggregateType ?? {};
  return {
    ranges: joinRanges(
      queryRanges.map(({ min, max, isMaxInclusive }) => readRange(min, max, isMaxInclusive === true, definition)),
    ),
    rewrittenQuery: info?.rewrittenQuery || undefined,
    orderBy: info?.orderBy ?? [],
    orderByExpressions: info?.orderByExpressions ?? [],
    isOrderBuffered: info?.hasNonStreamingOrderBy ?? false,
    distinct: info?.distinctType ?? 'None',
    skip: info?.offset ?? 0,
    take: Math.min(info?.limit ?? Number.POSITIVE_INFINITY, info?.top ?? Number.POSITIVE_INFINITY),
    valueAggregate: info?.aggregates?.[0],
    aggregateOf,
    isGrouped: (info?.groupByExpressions?.length ?? 0) > 0,
    hasSelectValue: info?.hasSelectValue ?? false,
    distinctCountName: info?.dCountInfo ? (info.dCountInfo.dCountAlias ?? '') : undefined,
    isHybrid: hybridSearchQueryInfo !== undefined && hybridSearchQueryInfo !== null,
  };
}

/** The parts of a plan's ranges that lie in a scope. */
export function rangesInScope({ ranges }: QueryPlan, scope: KeyRange): readonly KeyRange[] {
  return ranges.flatMap((range) => intersect(range, scope) ?? []);
}

function readRange(min: unknown, max: unknown, isMaxInclusive: boolean, definition: PartitionKeyDefinition): KeyRange {
  const end = readBound(max, definition);
  return {
    min: readBound(min, definition),
    max: isMaxInclusive && end !== 'FF' ? nextEffectivePartitionKey(end, definition) : end,
  };
}

/** A bound in hex, or as the values of a partition key; `Infinity` is the end of the space. */
function readBound(bound: unknown, definition: PartitionKeyDefinition): string {
  if (bound === 'Infinity' || bound === 'FF') return 'FF';
  if (typeof bound === 'string' && /^(?:[0-9A-F]{2})*$/.test(bound)) return bound;
  if (Array.isArray(bound)) {
    if (bound.length === 1 && bound[0]?.type === 'Infinity') return 'FF';
    const values = bound.map((value) => (isEmptyObject(value) ? undefined : value));
    if (values.every(isPartitionKeyValue)) return effectivePartitionKey(values, definition);
  }
  throw new SyntaxError('A bound of a query range is neither an effective partition key nor the values of one.');
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** In order, and overlapping ones joined, so that no result comes twice. */
function joinRanges(ranges: readonly KeyRange[]): readonly KeyRange[] {
  const joined: KeyRange[] = [];
  for (const range of ranges.toSorted(compareRanges)) {
    const last = joined.at(-1);
    if (last !== undefined && intersect(last, range) !== undefined) {
      const end = compareRanges({ min: last.max, max: '' }, { min: range.max, max: '' }) >= 0 ? last.max : range.max;
      joined[joined.length - 1] = { min: last.min, max: end };
    } else joined.push(range);
  }
  return joined;
}
