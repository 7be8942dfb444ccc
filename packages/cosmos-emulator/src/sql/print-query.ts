import type { Expression, FromSource, Projection, Query } from './ast.ts';
import { isIdentifier } from './tokenize.ts';

/** A query as text that parses to the same query again. */
export function printQuery(query: Query): string {
  const { isDistinct, top, projection, from, where, groupBy, orderBy, offset, limit } = query;
  return [
    'SELECT',
    isDistinct && 'DISTINCT',
    top && `TOP ${printExpression(top)}`,
    printProjection(projection),
    from.length > 0 && `FROM ${from.map(printSource).join(' JOIN ')}`,
    where && `WHERE ${printExpression(where)}`,
    groupBy.length > 0 && `GROUP BY ${groupBy.map(printExpression).join(', ')}`,
    orderBy.length > 0 &&
      `ORDER BY ${orderBy.map((each) => `${printExpression(each.value)} ${each.isDescending ? 'DESC' : 'ASC'}`).join(', ')}`,
    offset && limit && `OFFSET ${printExpression(offset)} LIMIT ${printExpression(limit)}`,
  ]
    .filter((part) => typeof part === 'string')
    .join(' ');
}

/** An expression as text; operators are in parentheses, so precedence plays no part. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return expression.value === undefined ? 'undefined' : JSON.stringify(expression.value);
    case 'parameter':
    case 'identifier':
      return expression.name;
    case 'member': {
      const { object, key } = expression;
      const isName = key.kind === 'literal' && typeof key.value === 'string' && isIdentifier(key.value);
      const owner = object.kind === 'literal' ? `(${printExpression(object)})` : printExpression(object);
      return `${owner}${isName ? `.${key.value}` : `[${printExpression(key)}]`}`;
    }
    case 'unary':
      return `(${expression.operator} ${printExpression(expression.operand)})`;
    case 'binary':
      return `(${printExpression(expression.left)} ${expression.operator} ${printExpression(expression.right)})`;
    case 'conditional': {
      const { condition, whenTrue, otherwise } = expression;
      return `(${printExpression(condition)} ? ${printExpression(whenTrue)} : ${printExpression(otherwise)})`;
    }
    case 'between': {
      const { value, low, high } = expression;
      return `(${printExpression(value)} BETWEEN ${printExpression(low)} AND ${printExpression(high)})`;
    }
    case 'in':
      return `(${printExpression(expression.value)} IN (${expression.candidates.map(printExpression).join(', ')}))`;
    case 'like': {
      const escaped = expression.escape === undefined ? '' : ` ESCAPE ${JSON.stringify(expression.escape)}`;
      return `(${printExpression(expression.value)} LIKE ${printExpression(expression.pattern)}${escaped})`;
    }
    case 'call': {
      const name = expression.isUserDefined ? `udf.${expression.name}` : expression.name;
      return `${name}(${expression.args.map(printExpression).join(', ')})`;
    }
    case 'array':
      return `[${expression.items.map(printExpression).join(', ')}]`;
    case 'object':
      return `{${expression.properties.map(([name, value]) => `${JSON.stringify(name)}: ${printExpression(value)}`).join(', ')}}`;
    case 'exists':
      return `EXISTS(${printQuery(expression.query)})`;
    case 'array-of':
      return `ARRAY(${printQuery(expression.query)})`;
    case 'subquery':
      return `(${printQuery(expression.query)})`;
  }
}

function printProjection(projection: Projection): string {
  if (projection.kind === 'all') return '*';
  if (projection.kind === 'value') return `VALUE ${printExpression(projection.value)}`;
  return projection.items
    .map(({ value, alias }) => `${printExpression(value)}${alias === undefined ? '' : ` AS ${alias}`}`)
    .join(', ');
}

function printSource(source: FromSource): string {
  if (source.kind === 'each') return `${source.variable} IN ${printExpression(source.collection)}`;
  const text = source.kind === 'path' ? printExpression(source.path) : `(${printQuery(source.query)})`;
  return source.alias === undefined ? text : `${text} AS ${source.alias}`;
}
