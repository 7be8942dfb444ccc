import { headerNames } from '@perdura/cosmos-protocol';
import { isTrue } from '../requests/is-true.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Whether a POST to a feed is a query, or asks for the plan of one. */
export function isQuery(headers: Headers): boolean {
  const isOfQueryType = headers[headerNames.contentType]?.toLowerCase().startsWith('application/query+json') ?? false;
  return isOfQueryType || isTrue(headers[headerNames.isQuery]) || isQueryPlan(headers);
}

/** Whether a query asks for its plan instead of its results. */
export function isQueryPlan(headers: Headers): boolean {
  return isTrue(headers[headerNames.isQueryPlanRequest]);
}

/** Whether a query may go over several partitions. */
export function isCrossPartitionEnabled(headers: Headers): boolean {
  return isTrue(headers[headerNames.enableCrossPartitionQuery]);
}
