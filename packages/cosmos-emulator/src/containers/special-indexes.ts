import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { isRefusal, type Refusal, refuse, refuseAsNotImplemented } from '../responses/answer.ts';
import { refuseWrongPath } from './indexing-path.ts';

/**
 * The composite, spatial and vector indexes of a policy, complete; those it does not have are left out.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/index-policy
 */
export function completeSpecialIndexes(policy: JsonObject): JsonObject | Refusal {
  if (Array.isArray(policy.fullTextIndexes) && policy.fullTextIndexes.length > 0) {
    return refuseAsNotImplemented('full-text search (fullTextIndexes)');
  }
  const indexes: Record<string, unknown> = {};
  for (const [name, complete] of completions) {
    const entries = policy[name];
    if (entries === undefined || entries === null) continue;
    if (!Array.isArray(entries)) return refuse(400, `The indexing policy is invalid: ${name} must be an array.`);
    const completed = completeAll(entries, complete);
    if (isRefusal(completed)) return completed;
    indexes[name] = completed;
  }
  return Array.isArray(indexes.compositeIndexes) && indexes.compositeIndexes.length > maxCompositeIndexes
    ? refuse(400, `The indexing policy is invalid: there may be at most ${maxCompositeIndexes} composite indexes.`)
    : indexes;
}

/** @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#indexing-policy-limits */
const maxCompositeIndexes = 100;
const maxCompositePaths = 8;

const spatialTypes: readonly unknown[] = ['Point', 'LineString', 'Polygon', 'MultiPolygon'];
const vectorIndexTypes: readonly unknown[] = ['flat', 'quantizedFlat', 'diskANN'];

type Complete = (entry: unknown) => unknown;

const completions: ReadonlyMap<string, Complete> = new Map<string, Complete>([
  ['compositeIndexes', completeComposite],
  ['spatialIndexes', completeSpatial],
  ['vectorIndexes', completeVector],
]);

/** All entries, or the first refusal among them. */
function completeAll(entries: readonly unknown[], complete: Complete): readonly unknown[] | Refusal {
  const completed = entries.map(complete);
  return completed.find(isRefusal) ?? completed;
}

function completeComposite(paths: unknown): unknown {
  if (!Array.isArray(paths) || paths.length < 2 || paths.length > maxCompositePaths) {
    return refuse(
      400,
      `The indexing policy is invalid: a composite index must be an array of 2 to ${maxCompositePaths} paths.`,
    );
  }
  return completeAll(paths, (entry) => {
    const { path, order = 'ascending' } = isJsonObject(entry) ? entry : {};
    if (order !== 'ascending' && order !== 'descending') {
      return refuse(400, `The indexing policy is invalid: the order of ${path} must be ascending or descending.`);
    }
    return refuseWrongPath(path, 'property') ?? { path, order };
  });
}

function completeSpatial(entry: unknown): unknown {
  const index = isJsonObject(entry) ? entry : {};
  const { path, types = spatialTypes } = index;
  if (!Array.isArray(types) || types.length === 0 || !types.every((type) => spatialTypes.includes(type))) {
    return refuse(400, `The indexing policy is invalid: the types of ${path} must be ${spatialTypes.join(', ')}.`);
  }
  return refuseWrongPath(path, 'scalarOrTree') ?? { ...index, path, types };
}

function completeVector(entry: unknown): unknown {
  const index = isJsonObject(entry) ? entry : {};
  if (!vectorIndexTypes.includes(index.type)) {
    return refuse(
      400,
      `The indexing policy is invalid: the type of ${index.path} must be flat, quantizedFlat or diskANN.`,
    );
  }
  return refuseWrongPath(index.path, 'property') ?? index;
}
