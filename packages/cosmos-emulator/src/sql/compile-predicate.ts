import type { Expression } from './ast.ts';
import { constantOf } from './compile-binary.ts';
import { compileExpression } from './compile-expression.ts';
import { isPlainName } from './compile-member.ts';
import { computedAt, type Row, type Scope } from './scope.ts';

/** Whether a row is wanted. */
export type Predicate = (row: Row) => boolean;

/**
 * Compiles a condition to whether it is true; false and undefined are the same here.
 *
 * Conditions on properties of an input, which most scans spend their time in, become one function each.
 */
export function compilePredicate(expression: Expression, scope: Scope): Predicate {
  if (expression.kind === 'binary') {
    const { operator, left, right } = expression;
    if (operator === 'AND' || operator === 'OR') {
      const first = compilePredicate(left, scope);
      const second = compilePredicate(right, scope);
      return operator === 'AND' ? (row) => first(row) && second(row) : (row) => first(row) || second(row);
    }
    const property = readProperty(left, scope);
    const constant = constantOf(right, scope);
    if (property !== undefined && constant !== undefined) {
      const special = compileComparison(
        operator,
        property,
        typeof constant === 'string' ? interned(constant) : constant,
      );
      if (special !== undefined) return special;
    }
  }
  const evaluate = compileExpression(expression, scope);
  return (row) => evaluate(row) === true;
}

interface Property {
  readonly slot: number;
  readonly name: string;
}

function readProperty(expression: Expression, scope: Scope): Property | undefined {
  if (expression.kind !== 'member' || expression.object.kind !== 'identifier') return undefined;
  if (computedAt(expression, scope) !== undefined) return undefined;
  const { object, key } = expression;
  const slot = scope.names.get(object.name);
  const isName = key.kind === 'literal' && typeof key.value === 'string' && isPlainName(key.value);
  return slot === undefined || !isName ? undefined : { slot, name: interned(String(key.value)) };
}

/**
 * The same text as V8 keeps names of properties and short texts of parsed JSON.
 *
 * What is cut out of a query is a copy: not known as the name of a property, and compared character by character.
 */
function interned(text: string): string {
  const [name = text] = Object.keys({ [text]: true });
  return name;
}

type JsonValue = Readonly<Record<string, unknown>> | null | undefined;

function compileComparison(operator: string, { slot, name }: Property, constant: unknown): Predicate | undefined {
  if (operator === '=') {
    return (row) => {
      const value = row[slot] as JsonValue;
      // Texts and numbers have none of these names either.
      return value !== null && value !== undefined && value[name] === constant;
    };
  }
  if (typeof constant !== 'number') return undefined;
  switch (operator) {
    case '<':
      return (row) => {
        const value = (row[slot] as JsonValue)?.[name];
        return typeof value === 'number' && value < constant;
      };
    case '<=':
      return (row) => {
        const value = (row[slot] as JsonValue)?.[name];
        return typeof value === 'number' && value <= constant;
      };
    case '>':
      return (row) => {
        const value = (row[slot] as JsonValue)?.[name];
        return typeof value === 'number' && value > constant;
      };
    case '>=':
      return (row) => {
        const value = (row[slot] as JsonValue)?.[name];
        return typeof value === 'number' && value >= constant;
      };
    default:
      return undefined;
  }
}
