import { isAdvertised, type RoutingState, type UnavailabilityMark } from './routing-state.ts';

/** A marked endpoint. */
export interface MarkedEndpoint {
  readonly url: string;
  readonly mark: UnavailabilityMark;
}

/** When what was last done, in milliseconds since 1970, and what is being done. */
export interface UpkeepProgress {
  /** The account was read. */
  readonly refreshedAtMs: number;
  /** Partitions were looked at. */
  readonly sweptAtMs: number;
  /** Endpoints that are being probed, by URL. */
  readonly probing: ReadonlySet<string>;
}

/** How often what is done, in milliseconds. */
export interface UpkeepIntervals {
  /** Between two reads of the account. */
  readonly refreshMs: number;
  /** Before a marked endpoint is probed, and between two probes. */
  readonly probeMs: number;
  /** Between two looks for partitions that can be led back. */
  readonly sweepMs: number;
}

/** What is to be done now, and when to look again. */
export interface UpkeepPlan {
  readonly refreshes: boolean;
  readonly sweeps: boolean;
  readonly probes: readonly MarkedEndpoint[];
  /** In milliseconds since 1970. */
  readonly nextAtMs: number;
}

/**
 * What a driver does without being asked: read the account again; probe endpoints whose mark is old enough, unless the account
 * no longer shows them; look for partitions that the circuit breaker can lead back or forget, while there are any.
 */
export function planUpkeep(
  state: RoutingState,
  { refreshedAtMs, sweptAtMs, probing }: UpkeepProgress,
  { refreshMs, probeMs, sweepMs }: UpkeepIntervals,
  nowMs: number,
): UpkeepPlan {
  const refreshAtMs = refreshedAtMs + refreshMs;
  const { failures, detours } = state.partitions;
  const isNoted = failures.size + detours['circuit-breaker'].size > 0;
  const sweepAtMs = isNoted ? sweptAtMs + sweepMs : Number.POSITIVE_INFINITY;
  const probes: MarkedEndpoint[] = [];
  let nextAtMs = Math.min(
    nowMs < refreshAtMs ? refreshAtMs : nowMs + refreshMs,
    isDue(sweepAtMs) ? nowMs + sweepMs : sweepAtMs,
  );
  for (const [url, mark] of state.marks) {
    if (probing.has(url) || !isAdvertised(state.topology, url)) continue;
    if (isDue(mark.sinceMs + probeMs)) probes.push({ url, mark });
    else nextAtMs = Math.min(nextAtMs, mark.sinceMs + probeMs);
  }
  return { refreshes: isDue(refreshAtMs), sweeps: isDue(sweepAtMs), probes, nextAtMs };

  function isDue(atMs: number): boolean {
    return atMs <= nowMs;
  }
}
