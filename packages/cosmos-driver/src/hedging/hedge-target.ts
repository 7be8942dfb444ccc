import type { RetryState } from '../retry/retry-state.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { ResolvedEndpoint } from '../routing/resolve-endpoint.ts';
import { isAvailable, type RoutingState } from '../routing/routing-state.ts';

/**
 * The second region to ask: the first in order of preference that is another one, well, and not yet tried; `undefined` for none.
 *
 * There is none for an attempt that only its endpoint can answer: one that tries the way back of a partition, or that is sent
 * where writes go.
 *
 * @param partition  The operation's partition, if something is known about it; regions that failed it are passed over.
 */
export function hedgeTarget(
  routing: RoutingState,
  { endpoint, candidates, isProbe }: ResolvedEndpoint,
  { tried, readFromWriteRegion, hubRegionOnly }: RetryState,
  partition: string | undefined,
): Endpoint | undefined {
  if (candidates.length < 2 || isProbe || readFromWriteRegion || hubRegionOnly) return undefined;
  const detour = partition === undefined ? undefined : routing.partitions.detours['circuit-breaker'].get(partition);
  return candidates.find(
    ({ url, region }) =>
      url !== endpoint.url &&
      region !== endpoint.region &&
      !tried.includes(url) &&
      detour?.failed.includes(url) !== true &&
      isAvailable(routing, url, true),
  );
}
