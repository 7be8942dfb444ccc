import type { BinaryOperator, Expression, UnaryOperator } from './ast.ts';
import { parsePrimary } from './parse-primary.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Binary operators, those that bind loosest first. */
const levels: readonly (readonly string[])[] = [
  ['=', '!=', '<>', '<', '<=', '>', '>='],
  ['||'],
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>', '>>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Parses a scalar expression. */
export function parseExpression(cursor: TokenCursor): Expression {
  return cursor.nested(() => {
    const condition = parseCoalesce(cursor);
    if (!cursor.accept('?')) return condition;
    const whenTrue = parseExpression(cursor);
    cursor.expect(':');
    return { kind: 'conditional', condition, whenTrue, otherwise: parseExpression(cursor) };
  });
}

function parseCoalesce(cursor: TokenCursor): Expression {
  return parseChain(cursor, ['??'], () => parseChain(cursor, ['OR'], () => parseChain(cursor, ['AND'], parseNot)));
}

function parseNot(cursor: TokenCursor): Expression {
  if (!cursor.accept('NOT')) return parsePredicate(cursor);
  return { kind: 'unary', operator: 'NOT', operand: cursor.nested(() => parseNot(cursor)) };
}

/** Comparisons, and what SQL puts at their place: IN, BETWEEN, LIKE. */
function parsePredicate(cursor: TokenCursor): Expression {
  let value = parseLevel(cursor, 0);
  for (let length = 0; ; length += 1) {
    const isNegated = cursor.isAt('NOT') && ['IN', 'BETWEEN', 'LIKE'].some((word) => cursor.isAt(word, 1));
    if (isNegated) cursor.take();
    const predicate = parsePredicateOf(cursor, value);
    if (predicate === undefined) return value;
    if (length > 0) cursor.countChained();
    value = isNegated ? { kind: 'unary', operator: 'NOT', operand: predicate } : predicate;
  }
}

function parsePredicateOf(cursor: TokenCursor, value: Expression): Expression | undefined {
  if (cursor.accept('IN')) {
    cursor.expect('(');
    const candidates = [parseExpression(cursor)];
    while (cursor.accept(',')) candidates.push(parseExpression(cursor));
    cursor.expect(')');
    return { kind: 'in', value, candidates };
  }
  if (cursor.accept('BETWEEN')) {
    const low = parseLevel(cursor, 1);
    cursor.expect('AND');
    return { kind: 'between', value, low, high: parseLevel(cursor, 1) };
  }
  if (cursor.accept('LIKE')) {
    const pattern = parseLevel(cursor, 1);
    const { kind, text } = cursor.peek();
    if (kind !== 'word' || text.toUpperCase() !== 'ESCAPE') return { kind: 'like', value, pattern };
    cursor.take();
    const mark = cursor.peek();
    if (mark.kind !== 'string' || String(mark.value).length !== 1) throw cursor.problem();
    cursor.take();
    return { kind: 'like', value, pattern, escape: String(mark.value) };
  }
  return undefined;
}

function parseLevel(cursor: TokenCursor, level: number): Expression {
  const operators = levels[level];
  if (operators === undefined) return parseUnary(cursor);
  return parseChain(cursor, operators, () => parseLevel(cursor, level + 1));
}

function parseChain(
  cursor: TokenCursor,
  operators: readonly string[],
  parseOperand: (cursor: TokenCursor) => Expression,
): Expression {
  let left = parseOperand(cursor);
  for (let length = 0; ; length += 1) {
    const operator = operators.find((each) => cursor.isAt(each));
    if (operator === undefined) return left;
    cursor.take();
    if (length > 0) cursor.countChained();
    const spelling = operator === '<>' ? '!=' : operator;
    left = { kind: 'binary', operator: spelling as BinaryOperator, left, right: parseOperand(cursor) };
  }
}

function parseUnary(cursor: TokenCursor): Expression {
  const operator = ['-', '+', '~', 'NOT'].find((each) => cursor.isAt(each));
  if (operator === undefined) return parsePrimary(cursor, parseExpression);
  cursor.take();
  const operand = cursor.nested(() => parseUnary(cursor));
  const isNumber = operand.kind === 'literal' && typeof operand.value === 'number';
  if (isNumber && operator === '-') return { kind: 'literal', value: -Number(operand.value) };
  return { kind: 'unary', operator: operator as UnaryOperator, operand };
}
