import { chooseDetour } from '../partition-routing/choose-detour.ts';
import type { PartitionGuard } from '../partition-routing/partition-guard.ts';
import type { AccountTopology } from './account-topology.ts';
import { type Endpoint, normalizeRegion } from './endpoint.ts';
import { isAvailable, type RoutingState } from './routing-state.ts';

/** What an attempt wants of its endpoint. */
export interface EndpointRequest {
  /** Whether the operation is a read. */
  readonly isRead: boolean;
  /** Read where writes go, because only there everything is certain to be. */
  readonly readFromWriteRegion: boolean;
  /** Only the hub region will answer. */
  readonly hubRegionOnly: boolean;
  /** Regions the caller excluded. */
  readonly excludedRegions: readonly string[];
  /** URLs this operation has tried, in order. */
  readonly tried: readonly string[];
  /** Which guard the operation's partition is under. */
  readonly guard: PartitionGuard | undefined;
  /** The operation's partition; `undefined` while nothing is known about any. */
  readonly partition: string | undefined;
}

/** Where an attempt goes, and where it could have gone. */
export interface ResolvedEndpoint {
  /** The endpoint of this attempt. */
  readonly endpoint: Endpoint;
  /** All endpoints the operation may use, in order of preference; the chosen one is among them. */
  readonly candidates: readonly Endpoint[];
  /** The attempt tries whether the partition can go back to this endpoint. */
  readonly isProbe: boolean;
}

/**
 * Chooses the endpoint of an attempt.
 *
 * Among the endpoints not tried yet, in order of preference, the first that is not marked unavailable wins; when all are
 * marked, the first: what failed some time ago may be well again, what failed this operation just now hardly. When all
 * were tried, the same holds among all, those tried longest ago first. When the caller excluded every region, the preferred write region is
 * asked nevertheless: one attempt is better than none. What is known about the operation's partition comes last.
 */
export function resolveEndpoint(state: RoutingState, request: EndpointRequest): ResolvedEndpoint {
  const { topology } = state;
  const { tried, partition } = request;
  const list = endpointsFor(topology, request);
  const allowed = withoutExcluded(list, request.excludedRegions);
  const candidates = allowed.length > 0 ? allowed : topology.writable.slice(0, 1);
  const round = tried.length === 0 ? candidates : nextRound(candidates, tried);
  const usual = round.find(({ url }) => isAvailable(state, url, request.isRead)) ?? round[0];
  if (usual === undefined) throw new Error('An account topology has no write region.');
  if (partition === undefined) return { endpoint: usual, candidates, isProbe: false };
  return { candidates, ...atPartition(state, request, partition, { usual, list, candidates }) };
}

/**
 * The regions in which an operation may find what it needs. Where the service moves the write regions of single partitions,
 * a partition's may be any of them; that of the account is the most likely one.
 */
function endpointsFor(
  { readable, writable, partitionFailover }: AccountTopology,
  { isRead, readFromWriteRegion, hubRegionOnly, guard }: EndpointRequest,
): readonly Endpoint[] {
  if (isRead && !readFromWriteRegion) return readable;
  if (guard !== 'failover' && !(hubRegionOnly && partitionFailover)) return writable;
  return [...writable, ...readable.filter(({ url }) => !writable.some((endpoint) => endpoint.url === url))];
}

function atPartition(
  state: RoutingState,
  { guard, hubRegionOnly, tried, isRead }: EndpointRequest,
  partition: string,
  { usual, list, candidates }: Record<'list' | 'candidates', readonly Endpoint[]> & { readonly usual: Endpoint },
): Pick<ResolvedEndpoint, 'endpoint' | 'isProbe'> {
  const { detours, hubs } = state.partitions;
  const isFit = ({ url }: Endpoint): boolean => !tried.includes(url) && isAvailable(state, url, isRead);
  if (hubRegionOnly) {
    const hub = candidates.find(({ url }) => url === hubs.get(partition));
    if (hub !== undefined && isFit(hub)) return { endpoint: hub, isProbe: false };
  }
  if (guard === undefined) return { endpoint: usual, isProbe: false };
  // A partition that the service has moved accepts writes in one region only, be it an excluded one.
  const isOnlyChoice = guard === 'failover';
  return chooseDetour(detours[guard].get(partition), {
    usual,
    allowed: isOnlyChoice ? list : candidates,
    isFit: isOnlyChoice ? ({ url }) => !tried.includes(url) : isFit,
  });
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
