import type { PartitionFailoverSettings } from '../options/partition-failover-options.ts';
import type { PartitionGuard } from './partition-guard.ts';
import {
  failuresKey,
  type PartitionDetour,
  type PartitionFailures,
  type PartitionRouting,
  withDetour,
  withFailures,
} from './partition-routing.ts';

/** A failure that one region gave one partition. */
export interface PartitionFailure {
  readonly guard: PartitionGuard;
  readonly partition: string;
  /** URL of the endpoint that failed. */
  readonly url: string;
  readonly isRead: boolean;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
  /** URLs of the endpoints that could serve the partition, in order of preference. */
  readonly choices: readonly string[];
}

/**
 * The state after a region failed a partition.
 *
 * Under `failover` one failure is enough: it was confirmed by what followed. Under `circuit-breaker` it takes the settings'
 * number of failures in a row, and the count ends with a success, or when the last failure is long ago. A probe that fails
 * ends the probing. What comes late about an endpoint the partition no longer uses is noted, but moves nothing.
 */
export function recordFailure(
  state: PartitionRouting,
  failure: PartitionFailure,
  settings: PartitionFailoverSettings,
): PartitionRouting {
  const { guard, partition, url, atMs } = failure;
  const detour = state.detours[guard].get(partition);
  if (detour !== undefined && detour.target !== url) {
    return withDetour(state, guard, partition, noteFailed(detour, url, atMs));
  }
  if (guard === 'failover') return moveOn(state, failure, detour);

  const key = failuresKey(partition, url);
  const count = countFailure(state.failures.get(key), failure, settings);
  if (count.reads < settings.readFailureThreshold && count.writes < settings.writeFailureThreshold) {
    return withFailures(state, key, count);
  }
  return moveOn(withFailures(state, key, undefined), failure, detour);
}

function countFailure(
  known: PartitionFailures | undefined,
  { isRead, atMs }: PartitionFailure,
  { counterResetWindowMs }: PartitionFailoverSettings,
): PartitionFailures {
  const before = known !== undefined && atMs - known.lastAtMs <= counterResetWindowMs ? known : { reads: 0, writes: 0 };
  return {
    reads: before.reads + (isRead ? 1 : 0),
    writes: before.writes + (isRead ? 0 : 1),
    lastAtMs: atMs,
  };
}

/** A failure elsewhere than where the partition is now: late news, or a probe that failed. */
function noteFailed(detour: PartitionDetour, url: string, atMs: number): PartitionDetour {
  if (!detour.failed.includes(url)) return { ...detour, failed: [...detour.failed, url] };
  return detour.probe === 'not-due' ? detour : { ...detour, probe: 'not-due', sinceMs: atMs };
}

/** On to the next endpoint that has not failed the partition; back to where everybody goes when there is none left. */
export function moveOn(
  state: PartitionRouting,
  { guard, partition, url, atMs, choices }: Omit<PartitionFailure, 'isRead'>,
  detour: PartitionDetour | undefined,
): PartitionRouting {
  const failed = [...(detour?.failed ?? []), url];
  const target = choices.find((choice) => !failed.includes(choice));
  const next: PartitionDetour | undefined =
    target === undefined ? undefined : { failed, target, sinceMs: atMs, probe: 'not-due' };
  return withDetour(state, guard, partition, next);
}
