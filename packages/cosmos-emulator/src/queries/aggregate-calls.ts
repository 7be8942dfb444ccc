import { aggregators } from '../sql/aggregators.ts';
import type { CallExpression, Expression } from '../sql/ast.ts';

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
  if (isAggregate(expression)) return [expression];
  return childrenOf(expression).flatMap(findAggregates);
}

/** The expressions directly within an expression, those of its subqueries left out. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'member':
      return [expression.object, expression.key];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.otherwise];
    case 'between':
      return [expression.value, expression.low, expression.high];
    case 'in':
      return [expression.value, ...expression.candidates];
    case 'like':
      return [expression.value, expression.pattern];
    case 'call':
      return expression.args;
    case 'array':
      return expression.items;
    case 'object':
      return expression.properties.map(([, value]) => value);
    default:
      return [];
  }
}
