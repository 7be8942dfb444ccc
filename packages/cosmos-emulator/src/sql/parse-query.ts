import type { Expression, FromSource, OrderItem, Projection, Query, SelectItem } from './ast.ts';
import { parseExpression } from './parse-expression.ts';
import { parsePrimary } from './parse-primary.ts';
import { SqlFeatureSignal, SqlProblemSignal } from './sql-problem.ts';
import { TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokenize.ts';

/**
 * Parses a whole query.
 *
 * @throws {SqlProblemSignal} where the text is no query.
 * @throws {SqlFeatureSignal} for full-text ranking.
 */
export function parseQuery(text: string): Query {
  const cursor = new TokenCursor(tokenize(text), parseInParentheses);
  const query = parseSelect(cursor);
  if (cursor.peek().kind !== 'end') throw cursor.problem();
  return query;
}

function parseInParentheses(cursor: TokenCursor): Query {
  return cursor.nested(() => {
    cursor.expect('(');
    const query = parseSelect(cursor);
    cursor.expect(')');
    return query;
  });
}

function parseSelect(cursor: TokenCursor): Query {
  cursor.expect('SELECT');
  const isDistinct = cursor.accept('DISTINCT');
  const top = cursor.accept('TOP') ? parseCount(cursor) : undefined;
  const projection = parseProjection(cursor);
  const from = cursor.accept('FROM') ? parseFrom(cursor) : [];
  const where = cursor.accept('WHERE') ? parseExpression(cursor) : undefined;
  const groupBy = parseGroupBy(cursor);
  const orderBy = parseOrderBy(cursor);
  const hasWindow = cursor.accept('OFFSET');
  const offset = hasWindow ? parseCount(cursor) : undefined;
  if (hasWindow) cursor.expect('LIMIT');
  const limit = hasWindow ? parseCount(cursor) : undefined;
  return { isDistinct, top, projection, from, where, groupBy, orderBy, offset, limit };
}

function parseCount(cursor: TokenCursor): Expression {
  const { kind, value, text, start, end } = cursor.peek();
  if (kind === 'parameter') {
    cursor.take();
    return { kind, name: text, range: { start, end } };
  }
  if (kind !== 'number' || !Number.isInteger(value)) throw cursor.problem();
  cursor.take();
  return { kind: 'literal', value };
}

function parseProjection(cursor: TokenCursor): Projection {
  if (cursor.accept('*')) return { kind: 'all' };
  if (cursor.accept('VALUE')) return { kind: 'value', value: parseExpression(cursor) };
  const items: SelectItem[] = [];
  do {
    const value = parseExpression(cursor);
    items.push({ value, alias: parseAlias(cursor) });
  } while (cursor.accept(','));
  return { kind: 'list', items };
}

function parseAlias(cursor: TokenCursor): string | undefined {
  if (cursor.accept('AS')) return cursor.expectName();
  return cursor.peek().kind === 'word' ? cursor.take().text : undefined;
}

/** @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#sql-query-limits */
const maxJoins = 10;

function parseFrom(cursor: TokenCursor): readonly FromSource[] {
  const sources = [parseSource(cursor)];
  while (cursor.accept('JOIN')) {
    if (sources.length > maxJoins) {
      throw new SqlProblemSignal('SC1011', `The query has more than ${maxJoins} joins.`, cursor.peek());
    }
    sources.push(parseSource(cursor));
  }
  return sources;
}

function parseSource(cursor: TokenCursor): FromSource {
  if (cursor.peek().kind === 'word' && cursor.isAt('IN', 1)) {
    const variable = cursor.take().text;
    cursor.take();
    return { kind: 'each', variable, collection: parsePrimary(cursor, parseExpression) };
  }
  if (cursor.isAt('(') && cursor.isAt('SELECT', 1)) {
    return { kind: 'query', query: cursor.parseSubquery(cursor), alias: parseAlias(cursor) };
  }
  const path = parsePrimary(cursor, parseExpression);
  return { kind: 'path', path, alias: parseAlias(cursor) };
}

function parseGroupBy(cursor: TokenCursor): readonly Expression[] {
  if (!cursor.accept('GROUP')) return [];
  cursor.expect('BY');
  const keys = [parseExpression(cursor)];
  while (cursor.accept(',')) keys.push(parseExpression(cursor));
  return keys;
}

function parseOrderBy(cursor: TokenCursor): readonly OrderItem[] {
  if (!cursor.accept('ORDER')) return [];
  cursor.expect('BY');
  const { kind, text } = cursor.peek();
  if (kind === 'word' && text.toUpperCase() === 'RANK' && cursor.peek(1).kind === 'word') {
    throw new SqlFeatureSignal('full-text ranking (ORDER BY RANK)');
  }
  const items: OrderItem[] = [];
  do {
    const value = parseExpression(cursor);
    const isDescending = cursor.accept('DESC');
    if (!isDescending) cursor.accept('ASC');
    items.push({ value, isDescending });
  } while (cursor.accept(','));
  return items;
}
