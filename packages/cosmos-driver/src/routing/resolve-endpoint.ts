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
 * Endpoints not tried yet come first, in order of preference, then those tried longest ago. The first that is not marked
 * unavailable wins; when all are marked, the first. When the caller excluded every region, the preferred write region is
 * asked nevertheless: one attempt is better than none.
 */
export function resolveEndpoint(state: RoutingState, request: EndpointRequest): ResolvedEndpoint {
  const { topology } = state;
  const list = request.isRead && !request.readFromWriteRegion ? topology.readable : topology.writable;
  const allowed = withoutExcluded(list, request.excludedRegions);
  const candidates = allowed.length > 0 ? allowed : topology.writable.slice(0, 1);
  const ring = request.tried.length === 0 ? candidates : untriedFirst(candidates, request.tried);
  const endpoint = ring.find(({ url }) => isAvailable(state, url, request)) ?? ring[0];
  if (endpoint === undefined) throw new Error('An account topology has no write region.');
  return { endpoint, candidates };
}

function withoutExcluded(endpoints: readonly Endpoint[], excludedRegions: readonly string[]): readonly Endpoint[] {
  if (excludedRegions.length === 0) return endpoints;
  const excluded = new Set(excludedRegions.map(normalizeRegion));
  return endpoints.filter(({ region }) => region === undefined || !excluded.has(normalizeRegion(region)));
}

function untriedFirst(endpoints: readonly Endpoint[], tried: readonly string[]): readonly Endpoint[] {
  return [...endpoints].sort((left, right) => tried.lastIndexOf(left.url) - tried.lastIndexOf(right.url));
}
