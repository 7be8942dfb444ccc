import { isJsonObject, type JsonObject } from '../requests/json-object.ts';
import { type Refusal, refuse } from '../responses/answer.ts';

const etagPath = '/"_etag"/?';

/**
 * An indexing policy with the service's defaults: everything is indexed, consistently, but the ETag.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/index-policy
 */
export function completeIndexingPolicy(policy: unknown): JsonObject | Refusal {
  if (policy === undefined || policy === null) policy = {};
  if (!isJsonObject(policy)) return refuse(400, 'The indexing policy is invalid: it must be an object.');
  const mode = String(policy.indexingMode ?? 'consistent').toLowerCase();
  if (mode !== 'consistent' && mode !== 'none' && mode !== 'lazy') {
    return refuse(400, `The indexing policy is invalid: indexingMode must be consistent or none, not ${mode}.`);
  }
  if (mode === 'none') {
    return { ...policy, indexingMode: mode, automatic: false, includedPaths: [], excludedPaths: [] };
  }
  const includedPaths = policy.includedPaths ?? [{ path: '/*' }];
  const excludedPaths = policy.excludedPaths ?? [];
  if (!isPathList(includedPaths) || !isPathList(excludedPaths)) {
    return refuse(
      400,
      'The indexing policy is invalid: includedPaths and excludedPaths must be arrays of objects with a path.',
    );
  }
  const excludesEtag = excludedPaths.some(({ path }) => path === etagPath);
  return {
    ...policy,
    indexingMode: mode,
    automatic: policy.automatic ?? true,
    includedPaths,
    excludedPaths: excludesEtag ? excludedPaths : [...excludedPaths, { path: etagPath }],
  };
}

function isPathList(value: unknown): value is readonly { readonly path: string }[] {
  return Array.isArray(value) && value.every((entry) => isJsonObject(entry) && typeof entry.path === 'string');
}
