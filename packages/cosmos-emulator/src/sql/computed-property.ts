import type { Expression, Query } from './ast.ts';
import { collectWithin } from './collect-within.ts';
import { compileQuery } from './compile-query.ts';
import { parseQuery } from './parse-query.ts';
import { rootNameOf } from './property-path.ts';
import { type ComputedProperty, noPolicies } from './query-policies.ts';
import { SqlFeatureSignal, SqlProblemSignal } from './sql-problem.ts';

/** A computed property, or why a text does not define one. */
export type ComputedPropertyReading =
  | { readonly kind: 'property'; readonly property: ComputedProperty }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * Reads the query of a computed property: `SELECT VALUE expression FROM name`, nothing else, the same for an item whenever
 * it is asked.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/computed-properties#query-constraints
 */
export function readComputedProperty(text: string): ComputedPropertyReading {
  try {
    const query = parseQuery(text);
    compileQuery(query, { parameters: new Map(), nowMs: 0, random: () => 0, policies: noPolicies });
    return readQuery(query);
  } catch (error) {
    if (error instanceof SqlProblemSignal) return problem(error.problem.message);
    if (error instanceof SqlFeatureSignal) return problem(`It uses ${error.feature}.`);
    throw error;
  }
}

function readQuery({
  projection,
  from,
  where,
  groupBy,
  orderBy,
  isDistinct,
  top,
  offset,
}: Query): ComputedPropertyReading {
  const root = from.length === 1 ? rootNameOf(from[0]) : undefined;
  if (root === undefined) return problem('It must have a FROM clause that names the item, and no JOIN.');
  if (projection.kind !== 'value') return problem('It must select one VALUE.');
  const hasMore = isDistinct || [where, top, offset, groupBy[0], orderBy[0]].some((clause) => clause !== undefined);
  if (hasMore) return problem('It may have no WHERE, GROUP BY, ORDER BY, TOP, DISTINCT or OFFSET LIMIT.');
  const [refused] = collectWithin(projection.value, refusedPart);
  return refused === undefined
    ? { kind: 'property', property: { value: projection.value, root } }
    : problem(`It may not use ${refused}.`);
}

function refusedPart(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'exists':
    case 'array-of':
    case 'subquery':
      return 'subqueries';
    case 'call':
      return refusedFunctions.test(expression.name) ? `the function ${expression.name}` : undefined;
    default:
      return undefined;
  }
}

/** Spatial functions, and those whose value depends on when they are asked. Aggregates and the user's are named elsewhere. */
const refusedFunctions = /^(?:ST_.*|GETCURRENT.*|NOW|AGO|RAND|AVG|COUNT|COUNTIF|MAKELIST|MAKESET|MAX|MIN|SUM)$/i;

function problem(message: string): ComputedPropertyReading {
  return { kind: 'problem', message };
}
