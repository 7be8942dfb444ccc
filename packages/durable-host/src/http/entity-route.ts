/** What a request to entities is for. */
export type EntityRoute =
  | { readonly kind: 'list-entities'; readonly name?: string }
  | { readonly kind: 'read-entity'; readonly name: string; readonly key: string }
  /** Without an operation, it is in the query. */
  | { readonly kind: 'signal-entity'; readonly name: string; readonly key: string; readonly operation?: string };

/** How an empty key is written where leaving it out means something else. */
const emptyKey = '$';

/** Reads what follows `entities`: `[/{name}[/{key}]]`. Who signals may leave out an empty key, as clients do. */
export function readEntityRoute(method: string, [name, written, ...more]: readonly string[]): EntityRoute | undefined {
  if (more.length > 0) return undefined;
  const key = written === emptyKey ? '' : written;
  if (method === 'GET') {
    if (name === undefined) return { kind: 'list-entities' };
    return key === undefined ? { kind: 'list-entities', name } : { kind: 'read-entity', name, key };
  }
  if (name === undefined || (method !== 'POST' && method !== 'DELETE')) return undefined;
  return {
    kind: 'signal-entity',
    name,
    key: key ?? '',
    ...(method === 'DELETE' && { operation: 'delete' }),
  };
}
