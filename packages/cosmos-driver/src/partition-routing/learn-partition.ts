import type { PartitionFailoverSettings } from '../options/partition-failover-options.ts';
import type { RoutingState } from '../routing/routing-state.ts';
import type { PartitionEffect } from './partition-effect.ts';
import { type PartitionRouting, withHub } from './partition-routing.ts';
import { recordFailure } from './record-failure.ts';
import { recordRace } from './record-race.ts';
import { recordSuccess } from './record-success.ts';

/** The routing state after an attempt has taught something about its partition. */
export function learnPartition(
  state: RoutingState,
  partition: string,
  effect: PartitionEffect,
  nowMs: number,
  settings: PartitionFailoverSettings,
): RoutingState {
  const partitions = learn(state, partition, effect, nowMs, settings);
  return partitions === state.partitions ? state : Object.freeze({ ...state, partitions });
}

function learn(
  { partitions, topology }: RoutingState,
  partition: string,
  effect: PartitionEffect,
  atMs: number,
  settings: PartitionFailoverSettings,
): PartitionRouting {
  const { url } = effect;
  switch (effect.kind) {
    case 'partition-failed': {
      const { guard, isRead } = effect;
      const choices = (isRead || guard === 'failover' ? topology.readable : topology.writable).map((each) => each.url);
      return recordFailure(partitions, { guard, partition, url, isRead, atMs, choices }, settings);
    }
    case 'race-ended': {
      const { guard, isLost } = effect;
      const choices = topology.readable.map((each) => each.url);
      return recordRace(partitions, { guard, partition, url, isLost, atMs, choices }, settings);
    }
    case 'partition-served':
      return recordSuccess(partitions, { guard: effect.guard, partition, url });
    case 'hub-found':
      return partitions.hubs.get(partition) === url ? partitions : withHub(partitions, partition, url);
    case 'hub-refused':
      return partitions.hubs.get(partition) === url ? withHub(partitions, partition, undefined) : partitions;
  }
}
