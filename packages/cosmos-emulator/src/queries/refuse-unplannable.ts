import { type Refusal, refuse } from '../responses/answer.ts';
import type { Query } from '../sql/ast.ts';
import { findAggregates, isAggregate } from './aggregate-calls.ts';

/**
 * Refuses what clients cannot put together from the answers of several partitions: calculating with aggregates, and
 * ordering groups.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/group-by#remarks
 */
export function refuseUnplannable({ projection, groupBy, orderBy }: Query): Refusal | undefined {
  const values =
    projection.kind === 'all'
      ? []
      : projection.kind === 'value'
        ? [projection.value]
        : projection.items.map(({ value }) => value);
  const aggregates = values.flatMap(findAggregates);
  if (values.some((value) => !isAggregate(value) && findAggregates(value).length > 0)) {
    return refuse(400, 'Compositions of aggregates and other expressions are not supported over several partitions.');
  }
  const isGrouped = groupBy.length > 0 || aggregates.length > 0;
  if (isGrouped && orderBy.length > 0)
    return refuse(400, "'ORDER BY' is not supported together with 'GROUP BY' or aggregates.");
  return undefined;
}
