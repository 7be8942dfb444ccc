import type { CallExpression, Expression, Projection, Query, SelectItem } from '../sql/ast.ts';
import { selectNames } from '../sql/compile-projection.ts';
import { printQuery } from '../sql/print-query.ts';
import { findAggregates, isAggregate } from './aggregate-calls.ts';

/** Where a client puts the condition with which an ordered query goes on. */
const filterPlaceholder = '{documentdb-formattableorderbyquery-filter}';

/**
 * The query that every partition answers so that a client can put the answers together.
 *
 * Order: rows of `_rid`, `orderByItems` and `payload`. Groups: `groupByItems` and `payload`. Aggregates: parts that add up.
 * A window is taken by the client, so partitions return all that could be in it. `''` when the query can stay as it is.
 */
export function rewriteQuery(
  query: Query,
  { offset, limit }: { readonly offset: number | null; readonly limit: number | null },
): string {
  const windowed: Query =
    offset === null || limit === null ? query : { ...query, offset: number(0), limit: number(offset + limit) };
  const { projection, groupBy, orderBy } = query;
  const isGrouped = groupBy.length > 0 || findInProjection(projection).length > 0;
  if (isGrouped)
    return printQuery({
      ...windowed,
      projection: groupedProjection(query),
      top: undefined,
      offset: undefined,
      limit: undefined,
    });
  if (orderBy.length === 0)
    return windowed === query && !query.isDistinct && query.top === undefined ? '' : printQuery(windowed);
  return printOrdered(windowed);
}

function findInProjection(projection: Projection): readonly CallExpression[] {
  if (projection.kind === 'all') return [];
  const values = projection.kind === 'value' ? [projection.value] : projection.items.map(({ value }) => value);
  return values.flatMap(findAggregates);
}

function groupedProjection({ projection, groupBy }: Query): Projection {
  const payload = groupPayload(projection);
  if (groupBy.length > 0) {
    const items: SelectItem[] = [
      { value: { kind: 'array', items: groupBy.map((value) => object({ item: value })) }, alias: 'groupByItems' },
      { value: payload, alias: 'payload' },
    ];
    return { kind: 'list', items };
  }
  return projection.kind === 'value'
    ? { kind: 'value', value: payload }
    : { kind: 'list', items: [{ value: payload, alias: 'payload' }] };
}

function groupPayload(projection: Projection): Expression {
  if (projection.kind === 'value') {
    const { value } = projection;
    return isAggregate(value) ? { kind: 'array', items: [partialAggregate(value)] } : value;
  }
  const names = projection.kind === 'list' ? selectNames(projection) : [];
  return {
    kind: 'object',
    properties: names.map(([name, value]) => [name, isAggregate(value) ? partialAggregate(value) : value]),
  };
}

/** What a partition tells of an aggregate, so that averages and extremes can be put together. */
function partialAggregate(aggregate: CallExpression): Expression {
  const call = (name: string): Expression => ({ ...aggregate, name });
  switch (aggregate.name.toUpperCase()) {
    case 'AVG':
      return object({ item: object({ sum: call('SUM'), count: call('COUNT') }) });
    case 'MIN':
      return object({ item: aggregate, item2: object({ min: aggregate, count: call('COUNT') }) });
    case 'MAX':
      return object({ item: aggregate, item2: object({ max: aggregate, count: call('COUNT') }) });
    default:
      return object({ item: aggregate });
  }
}

function printOrdered(query: Query): string {
  const root = rootOf(query);
  const items: SelectItem[] = [
    { value: { kind: 'member', object: root, key: { kind: 'literal', value: '_rid' } } },
    {
      value: { kind: 'array', items: query.orderBy.map(({ value }) => object({ item: value })) },
      alias: 'orderByItems',
    },
    { value: orderedPayload(query.projection, root), alias: 'payload' },
  ];
  // No expression can stand for the placeholder, so a name does until the text is there.
  const marker: Expression = { kind: 'identifier', name: filterPlaceholder };
  const where: Expression =
    query.where === undefined ? marker : { kind: 'binary', operator: 'AND', left: query.where, right: marker };
  return printQuery({ ...query, projection: { kind: 'list', items }, where });
}

function orderedPayload(projection: Projection, root: Expression): Expression {
  if (projection.kind === 'all') return root;
  if (projection.kind === 'value') return projection.value;
  return { kind: 'object', properties: selectNames(projection) };
}

function rootOf({ from: [source] }: Query): Expression {
  const name =
    source?.kind === 'each'
      ? source.variable
      : (source?.alias ?? (source?.kind === 'path' ? lastNameOf(source.path) : 'c'));
  return { kind: 'identifier', name };
}

function lastNameOf(path: Expression): string {
  if (path.kind === 'identifier') return path.name;
  return path.kind === 'member' && path.key.kind === 'literal' ? String(path.key.value) : 'c';
}

function object(properties: Readonly<Record<string, Expression>>): Expression {
  return { kind: 'object', properties: Object.entries(properties) };
}

function number(value: number): Expression {
  return { kind: 'literal', value };
}
