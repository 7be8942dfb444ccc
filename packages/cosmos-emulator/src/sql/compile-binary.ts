import type { BinaryOperator, Expression } from './ast.ts';
import { areEqual, compareValues, typeRank } from './compare-values.ts';
import type { Evaluate, Scope } from './scope.ts';

type BinaryExpression = Extract<Expression, { kind: 'binary' }>;

/** Compiles operators between expressions; a chain of them link by link, because chains can be long. */
export function compileBinary(
  expression: BinaryExpression,
  compile: (each: Expression) => Evaluate,
  scope: Scope,
): Evaluate {
  const links: BinaryExpression[] = [];
  let first: Expression = expression;
  while (first.kind === 'binary') {
    links.push(first);
    first = first.left;
  }
  return links.reduceRight(
    (left, { operator, right }) => combine(operator, left, compile(right), constantOf(right, scope)),
    compile(first),
  );
}

function combine(operator: BinaryOperator, a: Evaluate, b: Evaluate, constant: unknown): Evaluate {
  switch (operator) {
    case 'AND':
      return conjunction(a, b);
    case 'OR':
      return disjunction(a, b);
    case '??':
      return (row) => {
        const value = a(row);
        return value === undefined ? b(row) : value;
      };
    case '||':
      return (row) => {
        const first = a(row);
        const second = b(row);
        return typeof first === 'string' && typeof second === 'string' ? first + second : undefined;
      };
    case '=':
    case '!=':
      return equality(a, b, operator === '=', constant);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, a, b);
    default:
      return arithmetic(operator, a, b);
  }
}

/** False wins over undefined, undefined over true. @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/logical-operators */
function conjunction(a: Evaluate, b: Evaluate): Evaluate {
  return (row) => {
    const first = a(row);
    if (first === false) return false;
    const second = b(row);
    if (second === false) return false;
    return first === true && second === true ? true : undefined;
  };
}

/** True wins over undefined, undefined over false. */
function disjunction(a: Evaluate, b: Evaluate): Evaluate {
  return (row) => {
    const first = a(row);
    if (first === true) return true;
    const second = b(row);
    if (second === true) return true;
    return first === false && second === false ? false : undefined;
  };
}

/** The value of an expression that is the same in every row, when it is a primitive. */
export function constantOf(expression: Expression, { compilation }: Scope): unknown {
  if (expression.kind === 'literal') return expression.value;
  const value = expression.kind === 'parameter' ? compilation.settings.parameters.get(expression.name) : undefined;
  return typeof value === 'object' ? undefined : value;
}

/** Undefined if one side is; otherwise whether they are the same, of whatever types. */
function equality(a: Evaluate, b: Evaluate, whenEqual: boolean, constant: unknown): Evaluate {
  if (constant !== undefined) {
    return (row) => {
      const value = a(row);
      return value === undefined ? undefined : (value === constant) === whenEqual;
    };
  }
  return (row) => {
    const first = a(row);
    const second = b(row);
    if (first === undefined || second === undefined) return undefined;
    return areEqual(first, second) === whenEqual;
  };
}

/** Undefined for different types, arrays and objects. */
function comparison(operator: '<' | '<=' | '>' | '>=', a: Evaluate, b: Evaluate): Evaluate {
  const isInOrder = inOrder[operator];
  return (row) => {
    const first = a(row);
    const second = b(row);
    if (typeof first === 'number' && typeof second === 'number') return isInOrder(first, second);
    const rank = typeRank(first);
    if (rank !== typeRank(second) || rank === 0 || rank > 4) return undefined;
    return isInOrder(compareValues(first, second), 0);
  };
}

const inOrder: Readonly<Record<'<' | '<=' | '>' | '>=', (first: number, second: number) => boolean>> = {
  '<': (first, second) => first < second,
  '<=': (first, second) => first <= second,
  '>': (first, second) => first > second,
  '>=': (first, second) => first >= second,
};

function arithmetic(operator: keyof typeof calculations, a: Evaluate, b: Evaluate): Evaluate {
  const calculate = calculations[operator];
  return (row) => {
    const first = a(row);
    const second = b(row);
    if (typeof first !== 'number' || typeof second !== 'number') return undefined;
    const result = calculate(first, second);
    // JSON has no infinite numbers.
    return Number.isFinite(result) ? result : undefined;
  };
}

const calculations = {
  '+': (first: number, second: number) => first + second,
  '-': (first: number, second: number) => first - second,
  '*': (first: number, second: number) => first * second,
  '/': (first: number, second: number) => first / second,
  '%': (first: number, second: number) => first % second,
  '&': (first: number, second: number) => first & second,
  '|': (first: number, second: number) => first | second,
  '^': (first: number, second: number) => first ^ second,
  '<<': (first: number, second: number) => first << second,
  '>>': (first: number, second: number) => first >> second,
  '>>>': (first: number, second: number) => first >>> second,
} as const;
