import type { Expression } from './ast.ts';

/** Goes over an expression from the outside and collects; what is collected is not looked into. */
export function collectWithin<T>(expression: Expression, collect: (each: Expression) => T | undefined): readonly T[] {
  const found: T[] = [];
  const open = [expression];
  // A stack of its own, because chains of operators can be long.
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const value = collect(next);
    if (value !== undefined) found.push(value);
    else for (const child of childrenOf(next).toReversed()) open.push(child);
  }
  return found;
}

/** The expressions directly within an expression, those of its subqueries left out. */
function childrenOf(expression: Expression): readonly Expression[] {
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
