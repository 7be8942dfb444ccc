import type { Query } from './ast.ts';
import { type CompiledQuery, compileQuery } from './compile-query.ts';
import { parseQuery } from './parse-query.ts';
import type { QuerySettings } from './scope.ts';
import { SqlFeatureSignal, type SqlProblem, SqlProblemSignal } from './sql-problem.ts';
import { orderVectors } from './vector-order.ts';

/** A query that was understood, or why it was not. */
export type PreparedQuery =
  | { readonly kind: 'query'; readonly query: Query; readonly compiled: CompiledQuery }
  | { readonly kind: 'problem'; readonly problem: SqlProblem }
  | { readonly kind: 'unimplemented'; readonly feature: string };

/** Longer queries are refused. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#sql-query-limits */
const maxQueryLength = 512 * 1024;

/** Parses and compiles a query text. Never throws for a text. */
export function prepareQuery(text: string, settings: QuerySettings): PreparedQuery {
  if (text.length > maxQueryLength) {
    const message = `The SQL query text exceeded the maximum limit of ${maxQueryLength} characters.`;
    return { kind: 'problem', problem: { code: 'SC3012', message, start: 0, end: text.length } };
  }
  try {
    const query = orderVectors(parseQuery(text), settings.policies);
    return { kind: 'query', query, compiled: compileQuery(query, settings) };
  } catch (error) {
    if (error instanceof SqlProblemSignal) return { kind: 'problem', problem: error.problem };
    if (error instanceof SqlFeatureSignal) return { kind: 'unimplemented', feature: error.feature };
    throw error;
  }
}
