import type { ContainerReference } from '../operation/container-reference.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { encodeQuery } from '../operation/feed-settings.ts';
import type { KeyRange } from '../partitioning/key-range.ts';
import type { QueryPlan } from './query-plan.ts';
import { resumeCondition } from './resume-condition.ts';
import { fillFilter } from './rewritten-query.ts';

/** What the partitions of a feed are asked, and in which order their answers are taken. */
export interface FeedSource {
  /**
   * `drain`: one partition after the other, in the order of their keys. `merge`: by the query's sort keys. `change-feed`:
   * in turn, without end.
   */
  readonly kind: 'drain' | 'merge' | 'change-feed';
  /** The operation as the caller made it. */
  readonly operation: CosmosOperation;
  readonly container: ContainerReference;
  /** The part of the key space it is about. */
  readonly scope: KeyRange;
  /** How a query is put together; `undefined` for feeds that are no query. */
  readonly plan: QueryPlan | undefined;
}

/**
 * The query for a partition, as a request's body.
 *
 * @param after  First sort key of the last row seen, in an array; `undefined` for all rows.
 * @returns `undefined` when the partition is not asked by a query.
 */
export function partitionQuery(
  { operation, plan, kind }: FeedSource,
  after: readonly [unknown] | undefined,
): string | undefined {
  const { query } = operation.feed ?? {};
  // A part of a partition can be read by a query only, so all partitions are asked by one.
  if (query === undefined) return kind === 'change-feed' ? undefined : encodeQuery('SELECT * FROM c');
  if (plan?.rewrittenQuery === undefined) return query;
  const [expression] = plan.orderByExpressions;
  const [direction] = plan.orderBy;
  const condition =
    after === undefined || expression === undefined || direction === undefined
      ? 'true'
      : resumeCondition(expression, after[0], direction);
  return JSON.stringify({ ...JSON.parse(query), query: fillFilter(plan.rewrittenQuery, condition) });
}
