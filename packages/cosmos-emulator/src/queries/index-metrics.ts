import { headerNames } from '@perdura/cosmos-protocol';
import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import type { Expression, Query } from '../sql/ast.ts';
import { collectWithin } from '../sql/collect-within.ts';
import { propertyPath, rootNameOf } from '../sql/property-path.ts';
import { compositeIndexesOf, servesOrder } from './composite-index.ts';

/** Header by which newer clients ask for index metrics; they read percent-encoded JSON, older ones base64. */
const newerHeader = 'x-ms-cosmos-populateindexmetrics-v2';

/**
 * Which indexes a query used and which would help it, as the header its request asks for; empty when it does not.
 *
 * A model: every property in a condition or sort key uses its range index unless the policy indexes nothing; several sort
 * keys, or without these several properties in the condition, use or could use a composite index.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/index-metrics
 */
export function indexMetricsHeaders(
  { headers }: WireRequest,
  query: Query,
  indexingPolicy: unknown,
): Readonly<Record<string, string>> {
  const isTrue = (name: string) => headers[name]?.toLowerCase() === 'true';
  if (isTrue(newerHeader)) {
    const { single, composite, potentialComposite } = measure(query, indexingPolicy);
    const utilized = { SingleIndexes: single.map(toSingle), CompositeIndexes: composite.map(toComposite) };
    const potential = { SingleIndexes: [], CompositeIndexes: potentialComposite.map(toComposite) };
    const text = JSON.stringify({ UtilizedIndexes: utilized, PotentialIndexes: potential });
    return { [headerNames.indexUtilization]: encodeURIComponent(text) };
  }
  if (!isTrue(headerNames.populateIndexMetrics)) return {};
  const { single, composite, potentialComposite } = measure(query, indexingPolicy);
  const scores = { FilterPreciseSet: true, IndexPreciseSet: true, IndexImpactScore: 'High' };
  const text = JSON.stringify({
    UtilizedSingleIndexes: single.map((path) => ({ FilterExpression: '', IndexSpec: path, ...scores })),
    PotentialSingleIndexes: [],
    UtilizedCompositeIndexes: composite.map((paths) => ({
      IndexSpecs: paths,
      IndexPreciseSet: true,
      IndexImpactScore: 'High',
    })),
    PotentialCompositeIndexes: potentialComposite.map((paths) => ({
      IndexSpecs: paths,
      IndexPreciseSet: true,
      IndexImpactScore: 'High',
    })),
  });
  return { [headerNames.indexUtilization]: Buffer.from(text).toString('base64') };
}

function toSingle(path: string): JsonObject {
  return { IndexSpec: path };
}

function toComposite(paths: readonly string[]): JsonObject {
  return { IndexSpecs: paths };
}

interface IndexUse {
  /** Paths of single properties, such as `/address/city/?`. */
  readonly single: readonly string[];
  /** Composite indexes, such as `['/city ASC', '/age DESC']`. */
  readonly composite: readonly (readonly string[])[];
  readonly potentialComposite: readonly (readonly string[])[];
}

function measure({ where, orderBy, from: [source] }: Query, policy: unknown): IndexUse {
  const root = rootNameOf(source);
  const isIndexed = isJsonObject(policy) && policy.indexingMode !== 'none';
  if (root === undefined || !isIndexed) return { single: [], composite: [], potentialComposite: [] };

  const filtered = where === undefined ? [] : collectWithin(where, (each) => pathOf(each, root));
  const sorted = orderBy.flatMap(({ value, isDescending }) => {
    const path = pathOf(value, root);
    return path === undefined ? [] : [{ path, isDescending }];
  });
  const single = [...new Set([...filtered, ...sorted.map(({ path }) => path)])].map((path) => `/${path}/?`);
  const combined = sorted.length > 1 ? sorted : [...new Set(filtered)].map((path) => ({ path, isDescending: false }));
  if (combined.length < 2) return { single, composite: [], potentialComposite: [] };
  const specs = combined.map(({ path, isDescending }) => `/${path} ${isDescending ? 'DESC' : 'ASC'}`);
  const isServed = compositeIndexesOf(policy).some((composite) => servesOrder(composite, combined));
  return { single, composite: isServed ? [specs] : [], potentialComposite: isServed ? [] : [specs] };
}

function pathOf(expression: Expression, root: string): string | undefined {
  const path = propertyPath(expression);
  if (path?.root !== root || path.names.length === 0) return undefined;
  return path.names.map((each) => (typeof each === 'number' ? '[]' : each)).join('/');
}
