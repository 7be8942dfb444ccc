import type { PartitionFailoverSettings } from '../options/partition-failover-options.ts';
import { failuresKey, type PartitionRouting, withLostRaces } from './partition-routing.ts';
import { moveOn, type PartitionFailure } from './record-failure.ts';

/** A race of two regions for one partition. */
export interface PartitionRace extends Omit<PartitionFailure, 'isRead'> {
  /** Whether the region asked first lost it. */
  readonly isLost: boolean;
}

/**
 * The state after two regions were asked for the same, `url` being the first.
 *
 * A region that loses as often in a row as the settings say is as good as failed: the partition is led away from it. A race it
 * wins ends the count, and so does a long time without one. What comes late about an endpoint that the partition no longer uses
 * moves nothing.
 *
 * @returns The same state when the region won and nothing was noted about it.
 */
export function recordRace(
  state: PartitionRouting,
  race: PartitionRace,
  { consecutiveHedgeWinThreshold, counterResetWindowMs }: PartitionFailoverSettings,
): PartitionRouting {
  const { guard, partition, url, atMs, isLost } = race;
  const key = failuresKey(partition, url);
  const known = state.lostRaces.get(key);
  if (!isLost) return known === undefined ? state : withLostRaces(state, key, undefined);
  const detour = state.detours[guard].get(partition);
  if (detour !== undefined && detour.target !== url) return state;
  const before = known !== undefined && atMs - known.lastAtMs <= counterResetWindowMs ? known.count : 0;
  const count = before + 1;
  if (count < consecutiveHedgeWinThreshold) return withLostRaces(state, key, { count, lastAtMs: atMs });
  return moveOn(withLostRaces(state, key, undefined), race, detour);
}
