import { aggregators } from '../sql/aggregators.ts';
import type { CallExpression, Expression } from '../sql/ast.ts';
import { collectWithin } from '../sql/collect-within.ts';

/** Names of aggregates in plans, by upper-case name in queries. */
const planNames: Readonly<Record<string, string>> = {
  AVG: 'Average',
  COUNT: 'Count',
  COUNTIF: 'CountIf',
  MAKELIST: 'MakeList',
  MAKESET: 'MakeSet',
  MAX: 'Max',
  MIN: 'Min',
  SUM: 'Sum',
};

/** What a plan calls an expression that is an aggregate; `undefined` when it is none. */
export function aggregateType(expression: Expression): string | undefined {
  return isAggregate(expression) ? planNames[expression.name.toUpperCase()] : undefined;
}

/** Whether an expression is the call of an aggregate. */
export function isAggregate(expression: Expression): expression is CallExpression {
  return expression.kind === 'call' && !expression.isUserDefined && aggregators.has(expression.name.toUpperCase());
}

/** The aggregates within an expression, those of its subqueries left out. */
export function findAggregates(expression: Expression): readonly CallExpression[] {
  return collectWithin(expression, (each) => (isAggregate(each) ? each : undefined));
}
