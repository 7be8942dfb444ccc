import { headerNames } from '@perdura/cosmos-protocol';
import { isTrue } from '../requests/is-true.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import type { PageOfResults } from './page-of-results.ts';
import type { ExaminedItems } from './result-page.ts';

/** How long the parts of a query took, in milliseconds. */
export interface QueryTimes {
  /** Parsing and compiling. */
  readonly compileMs: number;
  /** Looking at the items. */
  readonly executeMs: number;
}

/**
 * What a page of a query took, as the header its request asks for; empty when it does not.
 *
 * Documents are retrieved when they are looked at: without indexes these are all in the query's scope, up to the last
 * result of the page.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query-metrics-performance
 */
export function queryMetricsHeaders(
  { headers }: WireRequest,
  { examined, results, size }: PageOfResults,
  { compileMs, executeMs }: QueryTimes,
): Readonly<Record<string, string>> {
  if (!isTrue(headers[headerNames.populateQueryMetrics])) return {};
  const retrieved = countRetrieved(examined);
  const time = (ms: number) => ms.toFixed(2);
  const metrics = {
    totalExecutionTimeInMs: time(compileMs + executeMs),
    queryCompileTimeInMs: time(compileMs),
    queryLogicalPlanBuildTimeInMs: time(0),
    queryPhysicalPlanBuildTimeInMs: time(0),
    queryOptimizationTimeInMs: time(0),
    VMExecutionTimeInMs: time(executeMs),
    indexLookupTimeInMs: time(0),
    documentLoadTimeInMs: time(0),
    systemFunctionExecuteTimeInMs: time(0),
    userFunctionExecuteTimeInMs: time(0),
    retrievedDocumentCount: retrieved.count,
    retrievedDocumentSize: retrieved.bytes,
    outputDocumentCount: results.length,
    outputDocumentSize: size,
    writeOutputTimeInMs: time(0),
    indexUtilizationRatio: (retrieved.count === 0 ? 0 : Math.min(1, results.length / retrieved.count)).toFixed(2),
  };
  const text = Object.entries(metrics).map(([name, value]) => `${name}=${value}`);
  return { [headerNames.queryMetrics]: text.join(';') };
}

function countRetrieved(examined: readonly ExaminedItems[]): { readonly count: number; readonly bytes: number } {
  const items = examined.flatMap(({ items, from, to, includes }) =>
    items.slice(from, to).filter((item) => includes?.(item) ?? true),
  );
  return { count: items.length, bytes: items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}
