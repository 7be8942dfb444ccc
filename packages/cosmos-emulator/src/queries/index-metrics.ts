import { headerNames } from '@perdura/cosmos-protocol';
import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import type { Expression, Query } from '../sql/ast.ts';
import { collectWithin } from './aggregate-calls.ts';

/** Header by which newer clients ask for index metrics; they read percent-encoded JSON, older ones base64. */
const newerHeader = 'x-ms-cosmos-populateindexmetrics-v2';

/**
 * Which indexes a query used and which would help it, as the header its request asks for; empty when it does not.
 *
 * A model: every property in a condition or sort key uses its range index unless the policy indexes nothing; several sort
 * keys use, or could use, a composite index.
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
  const root =
    source?.kind === 'path' && source.path.kind === 'identifier' ? (source.alias ?? source.path.name) : undefined;
  const isIndexed = isJsonObject(policy) && policy.indexingMode !== 'none';
  if (root === undefined || !isIndexed) return { single: [], composite: [], potentialComposite: [] };

  const filtered = where === undefined ? [] : collectWithin(where, (each) => pathOf(each, root));
  const sorted = orderBy.flatMap(({ value, isDescending }) => {
    const path = pathOf(value, root);
    return path === undefined ? [] : [{ path, order: isDescending ? 'descending' : 'ascending' }];
  });
  const single = [...new Set([...filtered, ...sorted.map(({ path }) => path)])].map((path) => `${path}/?`);
  if (sorted.length < 2) return { single, composite: [], potentialComposite: [] };
  const specs = sorted.map(({ path, order }) => `${path} ${order === 'ascending' ? 'ASC' : 'DESC'}`);
  const isServed = compositesOf(policy).some((composite) => serves(composite, sorted));
  return { single, composite: isServed ? [specs] : [], potentialComposite: isServed ? [] : [specs] };
}

type CompositeIndex = readonly { readonly path: string; readonly order: string }[];

function compositesOf(policy: JsonObject): readonly CompositeIndex[] {
  if (!Array.isArray(policy.compositeIndexes)) return [];
  return policy.compositeIndexes
    .filter(Array.isArray)
    .map((composite: readonly unknown[]) =>
      composite
        .filter(isJsonObject)
        .map(({ path, order = 'ascending' }) => ({ path: String(path), order: String(order) })),
    );
}

/** The same paths in the same directions, or in all the opposite ones. */
function serves(composite: CompositeIndex, sorted: CompositeIndex): boolean {
  if (composite.length !== sorted.length || composite.some(({ path }, index) => path !== sorted[index]?.path))
    return false;
  const same = composite.filter(({ order }, index) => order === sorted[index]?.order).length;
  return same === 0 || same === composite.length;
}

function pathOf(expression: Expression, root: string): string | undefined {
  if (expression.kind !== 'member' || expression.key.kind !== 'literal') return undefined;
  const { object, key } = expression;
  const owner = object.kind === 'identifier' && object.name === root ? '' : pathOf(object, root);
  return owner === undefined ? undefined : `${owner}/${typeof key.value === 'number' ? '[]' : String(key.value)}`;
}
