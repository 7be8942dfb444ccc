import { type Endpoint, normalizeRegion } from './endpoint.ts';
import { isAvailable, type RoutingState } from './routing-state.ts';

/** What an attempt wants of its endpoint. */
export interface EndpointRequest {
  /** Whether the operation is a read. */
  readonly isRead: boolean;
  /** Read where writes go, because only there everything is certain to be. */
  readonly readFromWriteRegion: boolean;
  /** Regions the caller excluded. */
  readonly excludedRegions: readonly string[];
  /** URLs this operation has tried, in order. */
  readonly tried: readonly string[];
  /** Now, in milliseconds since 1970. */
  readonly nowMs: number;
  /** How long marks are in force, in milliseconds. */
  readonly ttlMs: number;
}

/** Where an attempt goes, and where it could have gone. */
export interface ResolvedEndpoint {
  /** The endpoint of this attempt. */
  readonly endpoint: Endpoint;
  /** All endpoints the operation may use, in order of preference; the chosen one is among them. */
  readonly candidates: readonly Endpoint[];
}

/**
 * Chooses the endpoint of an attempt.
 *
 * Among the endpoints not tried yet, in order of preference, the first that is not marked unavailable wins; when all are
 * marked, the first: what failed some time ago may be well again, what failed this operation just now hardly. When all
 * were tried, the same holds among all, those tried longest ago first. When the caller excluded every region, the preferred write region is
 * asked nevertheless: one attempt is better than none.
 */
export function resolveEndpoint(state: RoutingState, request: EndpointRequest): ResolvedEndpoint {
  const { topology } = state;
  const list = request.isRead && !request.readFromWriteRegion ? topology.readable : topology.writable;
  const allowed = withoutExcluded(list, request.excludedRegions);
  const candidates = allowed.length > 0 ? allowed : topology.writable.slice(0, 1);
  const round = request.tried.length === 0 ? candidates : nextRound(candidates, request.tried);
  const endpoint = round.find(({ url }) => isAvailable(state, url, request)) ?? round[0];
  if (endpoint === undefined) throw new Error('An account topology has no write region.');
  return { endpoint, candidates };
}

function withoutExcluded(endpoints: readonly Endpoint[], excludedRegions: readonly string[]): readonly Endpoint[] {
  if (excludedRegions.length === 0) return endpoints;
  const excluded = new Set(excludedRegions.map(normalizeRegion));
  return endpoints.filter(({ region }) => region === undefined || !excluded.has(normalizeRegion(region)));
}

function nextRound(endpoints: readonly Endpoint[], tried: readonly string[]): readonly Endpoint[] {
  const untried = endpoints.filter(({ url }) => !tried.includes(url));
  if (untried.length > 0) return untried;
  return [...endpoints].sort((left, right) => tried.lastIndexOf(left.url) - tried.lastIndexOf(right.url));
}
