import { refuseContinuation } from '../feeds/page.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import type { CompiledQuery } from '../sql/compile-query.ts';
import { type QueryPosition, queryStart } from './query-position.ts';
import type { QueryScope } from './query-scope.ts';

/**
 * Refuses a position with 400 from which a query cannot go on: one of another order, or one between the groups of a
 * partition that has split or merged since, as nobody can tell which of the groups that are there now were sent, and with
 * which items.
 */
export function refuseMisplaced(
  start: QueryPosition,
  { keyCount, isGrouped }: CompiledQuery,
  { partitions, includes }: QueryScope,
): Refusal | undefined {
  if (start === queryStart) return undefined;
  if (start.keys.length !== keyCount) return refuseContinuation();
  const isSameRange =
    start.minInclusive === partitions[0]?.minInclusive && start.maxExclusive === partitions.at(-1)?.maxExclusive;
  // The items of one partition key stay together.
  return isGrouped && !isSameRange && includes === undefined ? refuse(400, groupsMoved) : undefined;
}

const groupsMoved =
  'The continuation of a query with groups is no longer valid, as its partition has been split or merged. Send the query again without it.';
