import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { refuseWrongPath } from './indexing-path.ts';
import { completeSpecialIndexes } from './special-indexes.ts';

const etagPath = '/"_etag"/?';
const rootPaths: readonly string[] = ['/*', '/'];

/**
 * An indexing policy with the service's defaults: everything is indexed, consistently, but the ETag.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/index-policy
 */
export function completeIndexingPolicy(policy: unknown): JsonObject | Refusal {
  if (policy === undefined || policy === null) policy = {};
  if (!isJsonObject(policy)) return refuse(400, 'The indexing policy is invalid: it must be an object.');
  const mode = String(policy.indexingMode ?? 'consistent').toLowerCase();
  if (mode !== 'consistent' && mode !== 'none') {
    return refuse(400, `The indexing policy is invalid: indexingMode must be consistent or none, not ${mode}.`);
  }
  const automatic = policy.automatic ?? mode === 'consistent';
  if (typeof automatic !== 'boolean')
    return refuse(400, 'The indexing policy is invalid: automatic must be a boolean.');
  if (automatic && mode === 'none') {
    return refuse(400, 'The indexing policy is invalid: automatic must be false when indexingMode is none.');
  }
  const indexes = completeSpecialIndexes(policy);
  if (isRefusal(indexes)) return indexes;
  if (mode === 'none')
    return { ...policy, ...indexes, indexingMode: mode, automatic, includedPaths: [], excludedPaths: [] };
  const paths = completePaths(policy.includedPaths ?? [], policy.excludedPaths ?? []);
  return isRefusal(paths) ? paths : { ...policy, ...indexes, indexingMode: mode, automatic, ...paths };
}

/** A path that is indexed or not, with what clients of old say besides. */
type IndexedPath = JsonObject & { readonly path: string };

interface IndexedPaths {
  readonly includedPaths: readonly IndexedPath[];
  readonly excludedPaths: readonly IndexedPath[];
}

/** The root must be in one of the lists, unless both are empty; the ETag is excluded unless a list names it. */
function completePaths(included: unknown, excluded: unknown): IndexedPaths | Refusal {
  if (!isPathList(included) || !isPathList(excluded)) {
    return refuse(
      400,
      'The indexing policy is invalid: includedPaths and excludedPaths must be arrays of objects with a path.',
    );
  }
  const paths = [...included, ...excluded].map(({ path }) => path);
  for (const path of paths) {
    const refused = refuseWrongPath(path, 'scalarOrTree');
    if (refused !== undefined) return refused;
  }
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) {
    return refuse(400, `The indexing policy is invalid: it has the path '${twice}' more than once.`);
  }
  if (paths.length > 0 && !paths.some((path) => rootPaths.includes(path))) return refuse(400, rootMissing);
  return {
    includedPaths: paths.length === 0 ? [{ path: '/*' }] : included,
    excludedPaths: paths.includes(etagPath) ? excluded : [...excluded, { path: etagPath }],
  };
}

function isPathList(value: unknown): value is readonly IndexedPath[] {
  return Array.isArray(value) && value.every((entry) => isJsonObject(entry) && typeof entry.path === 'string');
}

const rootMissing =
  'The special mandatory indexing path "/" is not provided in any of the path type sets. Please provide this path in one of the sets.';
