/**
 * The property names along a partition key path: `/address/"post code"` is `['address', 'post code']`.
 *
 * @throws {TypeError} when it is no such path.
 * @see https://learn.microsoft.com/azure/cosmos-db/partitioning-overview
 */
export function parsePartitionKeyPath(path: string): readonly string[] {
  const segments = path.match(/\/(?:"(?:[^"\\]|\\.)*"|[^/"]+)/g);
  if (segments === null || segments.join('') !== path) {
    throw new TypeError(`"${path}" is not a partition key path such as /tenantId.`);
  }
  return segments.map((segment) => {
    const name = segment.slice(1);
    return name.startsWith('"') ? (JSON.parse(name) as string) : name;
  });
}

/** What an item holds at a path; `undefined` where it has no such property. */
export function valueAtPath(item: unknown, names: readonly string[]): unknown {
  let value = item;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
