/** Which instances the list shows. */
export interface ListFilter {
  readonly statuses: readonly string[];
  readonly prefix: string;
  readonly name: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Leaves sub-orchestrations out. */
  readonly withoutChildren?: true;
}

/** What the page shows. */
export type PageRoute =
  | { readonly kind: 'instances'; readonly filter: ListFilter; readonly before?: string }
  | { readonly kind: 'instance'; readonly id: string }
  | { readonly kind: 'entities'; readonly name: string }
  | { readonly kind: 'entity'; readonly name: string; readonly key: string };

/** The list without a filter. */
export const noFilter: ListFilter = { statuses: [], prefix: '', name: '' };

/** Where the page is, and the key its address gave, which is to be taken out of it. */
export interface ReadHash {
  readonly route: PageRoute;
  readonly code?: string;
}

/** Reads the fragment of the address. What cannot be read is the list of instances. */
export function readHash(hash: string): ReadHash {
  const text = hash.replace(/^#/, '');
  const [path = '', query = ''] = text.startsWith('/') ? split(text) : ['', text];
  const parameters = new URLSearchParams(query);
  const code = parameters.get('code');
  return { route: readRoute(path.split('/').slice(1), parameters), ...(code !== null && code !== '' && { code }) };
}

function split(text: string): readonly [string, string] {
  const at = text.indexOf('?');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function readRoute(segments: readonly string[], parameters: URLSearchParams): PageRoute {
  const [area, first, second] = segments.map(decode);
  if (area === 'instances' && first !== undefined && first !== '') return { kind: 'instance', id: first };
  if (area === 'entities') {
    if (first === undefined || second === undefined) return { kind: 'entities', name: first ?? '' };
    return { kind: 'entity', name: first, key: second };
  }
  const before = parameters.get('before');
  return { kind: 'instances', filter: readListFilter(parameters), ...(before !== null && before !== '' && { before }) };
}

function readListFilter(parameters: URLSearchParams): ListFilter {
  const time = (name: string) => Date.parse(parameters.get(name) ?? '');
  const fromMs = time('from');
  const toMs = time('to');
  return {
    statuses: (parameters.get('status') ?? '').split(',').filter((status) => status !== ''),
    prefix: parameters.get('prefix') ?? '',
    name: parameters.get('name') ?? '',
    ...(!Number.isNaN(fromMs) && { fromMs }),
    ...(!Number.isNaN(toMs) && { toMs }),
    ...(parameters.get('children') === 'no' && { withoutChildren: true }),
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not percent-encoded by us; as it stands it names nothing, or what was meant.
    return segment;
  }
}

/** Writes the fragment that leads to a place. */
export function writeHash(route: PageRoute): string {
  switch (route.kind) {
    case 'instances': {
      const { filter, before } = route;
      const query = parameterText({
        ...{ status: filter.statuses.join(','), prefix: filter.prefix, name: filter.name },
        ...{ from: isoTime(filter.fromMs), to: isoTime(filter.toMs) },
        ...{ children: filter.withoutChildren && 'no', before },
      });
      return `#/instances${query}`;
    }
    case 'instance':
      return `#/instances/${encodeURIComponent(route.id)}`;
    case 'entities':
      return route.name === '' ? '#/entities' : `#/entities/${encodeURIComponent(route.name)}`;
    case 'entity':
      return `#/entities/${encodeURIComponent(route.name)}/${encodeURIComponent(route.key)}`;
  }
}

/** The query the host is asked with for a page of the list. */
export function listQuery(filter: ListFilter, before: string | undefined): string {
  return parameterText({
    ...{ runtimeStatus: filter.statuses.join(','), instanceIdPrefix: filter.prefix, name: filter.name },
    ...{ createdTimeFrom: isoTime(filter.fromMs), createdTimeTo: isoTime(filter.toMs) },
    ...{ withoutChildren: filter.withoutChildren && 'true', before },
  });
}

function isoTime(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}

function parameterText(values: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') parameters.set(name, value);
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
