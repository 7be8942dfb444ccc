import { type EntityRoute, readEntityRoute } from './entity-route.ts';

/** What can be done with an instance by its name in the path alone. */
const instanceVerbs = ['terminate', 'suspend', 'resume', 'rewind', 'restart'] as const;
type InstanceVerb = (typeof instanceVerbs)[number];

/** What a request is for. */
export type Route =
  | EntityRoute
  | { readonly kind: 'start'; readonly name: string; readonly instanceId?: string }
  | { readonly kind: 'list' }
  | { readonly kind: 'status'; readonly instanceId: string }
  | { readonly kind: 'purge'; readonly instanceId: string }
  | { readonly kind: 'purge-by-filter' }
  | { readonly kind: 'raise-event'; readonly instanceId: string; readonly eventName: string }
  | { readonly kind: InstanceVerb; readonly instanceId: string }
  | { readonly kind: 'make-primary' };

/** Where the API is mounted: as webhook of Azure Functions, and as its local endpoint. */
export const webhookPath = '/runtime/webhooks/durabletask';
const mounts: readonly string[] = [webhookPath, '/durabletask'];

/**
 * Reads method and path. Letters of fixed parts may be upper or lower case, a slash at the end does not matter.
 *
 * @param pathname  As it stands in the URL, percent-encoded: an encoded slash does not end a segment.
 * @returns `undefined` for what the Durable extension answers with 404.
 */
export function readRoute(method: string, pathname: string): Route | undefined {
  const mount = mounts.find((path) => pathname.toLowerCase().startsWith(`${path}/`));
  if (mount === undefined) return undefined;
  const segments = pathname.slice(mount.length + 1).split('/');
  if (segments.at(-1) === '') segments.pop();
  const [area = '', ...rest] = segments.map(decodeSegment);
  if (rest.includes('')) return undefined;
  switch (area.toLowerCase()) {
    case 'orchestrators':
      return readStartRoute(method, rest);
    case 'instances':
      return readInstanceRoute(method, rest);
    case 'makeprimary':
      return rest.length === 0 ? { kind: 'make-primary' } : undefined;
    case 'entities':
      return readEntityRoute(method, rest);
    default:
      return undefined;
  }
}

function readStartRoute(method: string, [name, instanceId, ...more]: readonly string[]): Route | undefined {
  if (method !== 'POST' || name === undefined || more.length > 0) return undefined;
  return { kind: 'start', name, ...(instanceId !== undefined && { instanceId }) };
}

function readInstanceRoute(
  method: string,
  [instanceId, action, eventName, ...more]: readonly string[],
): Route | undefined {
  if (more.length > 0) return undefined;
  if (instanceId === undefined) {
    if (method === 'GET') return { kind: 'list' };
    return method === 'DELETE' ? { kind: 'purge-by-filter' } : undefined;
  }
  if (action === undefined) {
    if (method === 'GET') return { kind: 'status', instanceId };
    return method === 'DELETE' ? { kind: 'purge', instanceId } : undefined;
  }
  if (method !== 'POST') return undefined;
  const verb = action.toLowerCase();
  if (verb === 'raiseevent')
    return eventName === undefined ? undefined : { kind: 'raise-event', instanceId, eventName };
  if (eventName !== undefined) return undefined;
  const kind = instanceVerbs.find((known) => known === verb);
  return kind && { kind, instanceId };
}

/** Undoes percent-encoding once; a percent sign that begins none, as durable-functions 3.5 sends, stays. */
function decodeSegment(segment: string): string {
  return segment.replace(/(?:%[0-9a-f]{2})+/gi, (sequence) => {
    try {
      return decodeURIComponent(sequence);
    } catch {
      // Not UTF-8: nothing a client of ours would send. It names nothing, so it may stay as it is.
      return sequence;
    }
  });
}
