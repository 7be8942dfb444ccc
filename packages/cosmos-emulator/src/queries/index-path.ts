import { isJsonObject, type JsonObject } from '../requests/json-object.ts';

/** The names along a path of an indexing policy, elements as `[]`; its last one may be `?`, for the value there, or `*`. */
export function indexPathNames(path: string): readonly string[] {
  return [...path.matchAll(/\/(?:"((?:[^"\\]|\\.)*)"|([^/]*))/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}

/** Whether the value at a path has a range index: the longest of the policy's paths that leads to it says so. */
export function isPathIndexed(names: readonly string[], policy: JsonObject): boolean {
  if (policy.indexingMode === 'none') return false;
  const isSystem = names.length === 1 && (names[0] === 'id' || names[0] === '_ts');
  return isSystem || lengthOfMatch(names, policy.includedPaths) > lengthOfMatch(names, policy.excludedPaths);
}

/** Whether a policy names a property at the top itself, without a wildcard. */
export function isNamedInPolicy(name: string, policy: JsonObject): boolean {
  const wanted = [[name], [name, '?'], [name, '*']].map((each) => each.join('/'));
  return pathsIn(policy.includedPaths).some((path) => wanted.includes(indexPathNames(path).join('/')));
}

function lengthOfMatch(names: readonly string[], paths: unknown): number {
  return pathsIn(paths).reduce((longest, path) => Math.max(longest, matchLength(names, indexPathNames(path))), 0);
}

/** How many segments of a pattern lead to a value; 0 when it leads elsewhere. */
function matchLength(names: readonly string[], pattern: readonly string[]): number {
  const end = pattern.at(-1);
  const fixed = end === '?' || end === '*' ? pattern.slice(0, -1) : pattern;
  const isMatch = fixed.every((each, index) => each === names[index]);
  if (!isMatch || (end !== '*' && fixed.length !== names.length)) return 0;
  return pattern.length + (end === '*' ? 0 : 1);
}

function pathsIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter(isJsonObject).map(({ path }) => String(path)) : [];
}
