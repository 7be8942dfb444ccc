import { prepareQuery } from '../../src/sql/prepare-query.ts';
import { noPolicies, type QueryPolicies } from '../../src/sql/query-policies.ts';

/** The time of all queries in tests. */
const queryTimeMs = Date.UTC(2026, 0, 31, 12, 30, 15, 250);

/** Runs a query over items; throws when it is wrong. */
export function runSql(
  text: string,
  items: readonly unknown[] = [],
  parameters: Readonly<Record<string, unknown>> = {},
  policies: QueryPolicies = noPolicies,
): readonly unknown[] {
  const prepared = prepareQuery(text, {
    parameters: new Map(Object.entries(parameters)),
    nowMs: queryTimeMs,
    random: () => 0.5,
    policies,
  });
  if (prepared.kind === 'query') return prepared.compiled.run(items);
  throw new Error(
    prepared.kind === 'problem' ? `${prepared.problem.code} ${prepared.problem.message}` : prepared.feature,
  );
}

/** The value of an expression over one item `c`; `undefined` when it is undefined. */
export function evaluateSql(expression: string, item: unknown = {}): unknown {
  return runSql(`SELECT VALUE ${expression} FROM c`, [item])[0];
}
