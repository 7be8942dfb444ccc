import type { JsonObject } from '../requests/json-object.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import type { FromSource, Query } from '../sql/ast.ts';
import { propertyPath } from '../sql/property-path.ts';
import type { QueryPolicies } from '../sql/query-policies.ts';
import { isVectorOrder } from '../sql/vector-order.ts';
import { type CompositeIndex, compositeIndexesOf, servesOrder } from './composite-index.ts';
import { isNamedInPolicy, isPathIndexed } from './index-path.ts';

/**
 * Refuses an order that no index of the container gives: a property that is not indexed, several without a composite
 * index, or something that is no property.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/query/order-by#remarks
 */
export function refuseUnindexedOrder(
  { orderBy, from: [source] }: Query,
  indexingPolicy: JsonObject,
  { computedProperties }: QueryPolicies,
): Refusal | undefined {
  if (orderBy.length === 0 || orderBy.some(({ value }) => isVectorOrder(value))) return undefined;
  const order: CompositeIndex[number][] = [];
  for (const { value, isDescending } of orderBy) {
    const names = namesFromItem(propertyPath(value), source);
    if (names === undefined) return refuseUnmapped();
    order.push({ path: names.join('/'), isDescending });
  }
  const [first, ...others] = order;
  if (first === undefined) return undefined;
  if (others.length > 0) {
    const isServed = compositeIndexesOf(indexingPolicy).some((each) => servesOrder(each, order));
    return isServed ? undefined : refuse(400, compositeMissing);
  }
  const isIndexed = computedProperties.has(first.path)
    ? isNamedInPolicy(first.path, indexingPolicy)
    : isPathIndexed(first.path.split('/'), indexingPolicy);
  return isIndexed ? undefined : refuse(400, pathExcluded);
}

/** The names along a path from the item on; `undefined` when it starts elsewhere, as at a joined element. */
function namesFromItem(
  path: ReturnType<typeof propertyPath>,
  source: FromSource | undefined,
): readonly string[] | undefined {
  if (path === undefined || source?.kind !== 'path') return undefined;
  const start = propertyPath(source.path);
  const ownName = source.alias ?? start?.names.at(-1) ?? start?.root;
  if (start === undefined || path.root !== ownName) return undefined;
  const names = [...start.names, ...path.names].map((each) => (typeof each === 'number' ? '[]' : each));
  return names.length === 0 ? undefined : names;
}

function refuseUnmapped(): Refusal {
  const message = 'Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document path.';
  return refuse(400, message, { messageJson: JSON.stringify({ errors: [{ severity: 'Error', message }] }) });
}

const compositeMissing = 'The order by query does not have a corresponding composite index that it can be served from.';
const pathExcluded = 'The index path corresponding to the specified order-by item is excluded.';
