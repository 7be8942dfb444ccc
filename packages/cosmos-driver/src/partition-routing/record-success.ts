import type { PartitionGuard } from './partition-guard.ts';
import { failuresKey, type PartitionRouting, withDetour, withFailures } from './partition-routing.ts';

/**
 * The state after a region served a partition: its failures there no longer count, and a probe has found the way back.
 *
 * @returns The same state when nothing was noted about it.
 */
export function recordSuccess(
  state: PartitionRouting,
  { guard, partition, url }: { readonly guard: PartitionGuard; readonly partition: string; readonly url: string },
): PartitionRouting {
  const key = failuresKey(partition, url);
  const counted = state.failures.has(key) ? withFailures(state, key, undefined) : state;
  const detour = counted.detours[guard].get(partition);
  // A detour that was taken anew since the probe began is not the probe's to end.
  if (detour === undefined || detour.probe === 'not-due' || !detour.failed.includes(url)) return counted;
  return withDetour(counted, guard, partition, undefined);
}
