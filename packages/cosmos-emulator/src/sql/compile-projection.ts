import type { Expression, Projection } from './ast.ts';
import { compileExpression, compileObject } from './compile-expression.ts';
import type { CompiledFrom } from './compile-from.ts';
import type { Evaluate, Scope } from './scope.ts';
import { SqlProblemSignal } from './sql-problem.ts';

/** Compiles what a query returns of a row. */
export function compileProjection(projection: Projection, { slots }: CompiledFrom, scope: Scope): Evaluate {
  if (projection.kind === 'value') return compileExpression(projection.value, scope);
  if (projection.kind === 'list') {
    return compileObject(selectNames(projection).map(([name, value]) => [name, compileExpression(value, scope)]));
  }
  const [slot, ...others] = slots;
  if (slot === undefined)
    throw new SqlProblemSignal('SC2041', "'SELECT *' is not valid if FROM clause is omitted.", star);
  if (others.length > 0)
    throw new SqlProblemSignal('SC2040', "'SELECT *' is only valid with a single input set.", star);
  return (row) => row[slot];
}

const star = { start: 7, end: 8 };

/** Names of the members of a select list: alias, last property, or `$1`, `$2` … for what has neither. */
export function selectNames({
  items,
}: Extract<Projection, { kind: 'list' }>): readonly (readonly [string, Expression])[] {
  let unnamed = 0;
  return items.map(({ value, alias }) => {
    const name = alias ?? nameOf(value);
    if (name !== undefined) return [name, value];
    unnamed += 1;
    return [`$${unnamed}`, value];
  });
}

function nameOf(expression: Expression): string | undefined {
  if (expression.kind === 'identifier') return expression.name;
  if (expression.kind !== 'member' || expression.key.kind !== 'literal') return undefined;
  return typeof expression.key.value === 'string' ? expression.key.value : undefined;
}
