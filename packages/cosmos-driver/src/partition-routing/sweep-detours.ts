import type { PartitionFailoverSettings } from '../options/partition-failover-options.ts';
import type { RoutingState } from '../routing/routing-state.ts';
import { type PartitionDetour, withDetour, withFailures, withLostRaces } from './partition-routing.ts';

/**
 * The state after a look for partitions whose way back can be tried: those that the circuit breaker led away long enough ago.
 * A probe that never ended, because its operation was aborted, is tried again. What nobody has asked about since the last look is
 * forgotten: ways back that nobody tried, and counts whose time is over.
 *
 * @param random  A random number from 0 to just below 1, for each partition: not all come back at once.
 */
export function sweepDetours(
  state: RoutingState,
  nowMs: number,
  settings: PartitionFailoverSettings,
  random: () => number,
): RoutingState {
  const { counterResetWindowMs, failbackSweepIntervalMs, partitionUnavailabilityDurationMs } = settings;
  let next = state.partitions;
  for (const [key, { lastAtMs }] of state.partitions.failures) {
    if (nowMs - lastAtMs > counterResetWindowMs) next = withFailures(next, key, undefined);
  }
  for (const [key, { lastAtMs }] of state.partitions.lostRaces) {
    if (nowMs - lastAtMs > counterResetWindowMs) next = withLostRaces(next, key, undefined);
  }
  for (const [partition, detour] of state.partitions.detours['circuit-breaker']) {
    const awayMs = nowMs - detour.sinceMs;
    if (detour.probe === 'due') {
      if (awayMs >= failbackSweepIntervalMs) next = withDetour(next, 'circuit-breaker', partition, undefined);
    } else if (awayMs >= partitionUnavailabilityDurationMs * (1 + random() / 2)) {
      next = withDetour(next, 'circuit-breaker', partition, { ...detour, probe: 'due', sinceMs: nowMs });
    }
  }
  return next === state.partitions ? state : Object.freeze({ ...state, partitions: next });
}

/** The state after an operation has taken it on itself to try a partition's way back. */
export function beginProbe(state: RoutingState, partition: string, nowMs: number): RoutingState {
  const detour = state.partitions.detours['circuit-breaker'].get(partition);
  if (detour?.probe !== 'due') return state;
  const probing: PartitionDetour = { ...detour, probe: 'under-way', sinceMs: nowMs };
  const partitions = withDetour(state.partitions, 'circuit-breaker', partition, probing);
  return Object.freeze({ ...state, partitions });
}
