import type { Expression } from './ast.ts';
import type { TokenCursor } from './token-cursor.ts';

type ParseExpression = (cursor: TokenCursor) => Expression;

const constants: ReadonlyMap<string, boolean | null | undefined> = new Map([
  ['TRUE', true],
  ['FALSE', false],
  ['NULL', null],
  ['UNDEFINED', undefined],
]);

/** Longer paths count as chains. */
const usualPathLength = 8;

/** Parses a literal, name, call, subquery or parenthesis with the properties taken from it. */
export function parsePrimary(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  let expression = parseAtom(cursor, parseExpression);
  for (let length = 0; ; length += 1) {
    if (cursor.accept('.')) {
      expression = { kind: 'member', object: expression, key: { kind: 'literal', value: cursor.expectName() } };
    } else if (cursor.accept('[')) {
      expression = { kind: 'member', object: expression, key: parseExpression(cursor) };
      cursor.expect(']');
    } else return expression;
    if (length >= usualPathLength) cursor.countChained();
  }
}

function parseAtom(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  const token = cursor.peek();
  const { start, end } = token;
  switch (token.kind) {
    case 'number':
    case 'string':
      cursor.take();
      return { kind: 'literal', value: token.value };
    case 'parameter':
      cursor.take();
      return { kind: 'parameter', name: token.text, range: { start, end } };
    case 'word':
      cursor.take();
      if (!cursor.isAt('(')) return { kind: 'identifier', name: token.text, range: { start, end } };
      return parseCall(cursor, parseExpression, token.text, false);
    case 'keyword':
      return parseKeyword(cursor, parseExpression);
    default:
  }
  if (cursor.isAt('[')) return parseArray(cursor, parseExpression);
  if (cursor.isAt('{')) return parseObject(cursor, parseExpression);
  if (!cursor.isAt('(')) throw cursor.problem();
  if (cursor.isAt('SELECT', 1)) return { kind: 'subquery', query: cursor.parseSubquery(cursor) };
  cursor.take();
  const expression = parseExpression(cursor);
  cursor.expect(')');
  return expression;
}

function parseKeyword(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  const { text } = cursor.peek();
  if (constants.has(text)) {
    cursor.take();
    return { kind: 'literal', value: constants.get(text) };
  }
  if (cursor.accept('EXISTS')) return { kind: 'exists', query: cursor.parseSubquery(cursor) };
  if (cursor.accept('ARRAY')) return { kind: 'array-of', query: cursor.parseSubquery(cursor) };
  if (!cursor.isAt('UDF')) throw cursor.problem();
  cursor.take();
  cursor.expect('.');
  return parseCall(cursor, parseExpression, cursor.expectName(), true);
}

function parseCall(
  cursor: TokenCursor,
  parseExpression: ParseExpression,
  name: string,
  isUserDefined: boolean,
): Expression {
  const { start } = cursor.peek();
  cursor.expect('(');
  const args: Expression[] = [];
  while (!cursor.isAt(')')) {
    if (args.length > 0) cursor.expect(',');
    args.push(parseExpression(cursor));
  }
  cursor.expect(')');
  return { kind: 'call', name, args, isUserDefined, range: { start: start - name.length, end: start } };
}

function parseArray(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  cursor.expect('[');
  const items: Expression[] = [];
  while (!cursor.isAt(']')) {
    if (items.length > 0) cursor.expect(',');
    items.push(parseExpression(cursor));
  }
  cursor.expect(']');
  return { kind: 'array', items };
}

function parseObject(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  cursor.expect('{');
  const properties: (readonly [string, Expression])[] = [];
  while (!cursor.isAt('}')) {
    if (properties.length > 0) cursor.expect(',');
    const isString = cursor.peek().kind === 'string';
    const name = isString ? String(cursor.take().value) : cursor.expectName();
    cursor.expect(':');
    properties.push([name, parseExpression(cursor)]);
  }
  cursor.expect('}');
  return { kind: 'object', properties };
}
