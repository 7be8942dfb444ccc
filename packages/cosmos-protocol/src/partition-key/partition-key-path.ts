/**
 * The property names along a partition key path: `/address/"post code"` is `['address', 'post code']`.
 *
 * A name with odd characters stands in quotes, escaped as in JSON.
 *
 * @throws {TypeError} when it is no such path.
 * @see https://learn.microsoft.com/azure/cosmos-db/index-policy#include-exclude-paths
 */
export function parsePartitionKeyPath(path: string): readonly string[] {
  const segments = path.match(/\/(?:"(?:[^"\\]|\\.)*"|[^/"]+)/g);
  if (segments === null || segments.join('') !== path) throw notAPath(path);
  return segments.map((segment) => {
    const name = segment.slice(1);
    return name.startsWith('"') ? unquote(name, path) : name;
  });
}

/**
 * What an item holds at a partition key path; `undefined` where it has no such property of its own. Arrays have no
 * properties here: no path leads through them.
 *
 * @param names  As `parsePartitionKeyPath` answers them.
 */
export function valueAtPartitionKeyPath(item: unknown, names: readonly string[]): unknown {
  let value = item;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function unquote(name: string, path: string): string {
  try {
    return JSON.parse(name) as string;
  } catch (cause) {
    throw notAPath(path, cause);
  }
}

function notAPath(path: string, cause?: unknown): TypeError {
  return new TypeError(
    `"${path}" is not a partition key path such as /tenantId.`,
    cause === undefined ? undefined : { cause },
  );
}
