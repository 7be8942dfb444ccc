import { describe, expect, it } from '@jest/globals';
import { defaults } from '../options/defaults.ts';
import type { PartitionFailoverSettings } from '../options/partition-failover-options.ts';
import { bootstrapTopology } from '../routing/account-topology.ts';
import { initialRoutingState, type RoutingState, replaceTopology } from '../routing/routing-state.ts';
import { learnPartition } from './learn-partition.ts';
import { isQuiet } from './partition-routing.ts';
import { sweepDetours } from './sweep-detours.ts';

const settings: PartitionFailoverSettings = {
  ...defaults.partitionFailover,
  enabledOverride: undefined,
  consecutiveHedgeWinThreshold: 3,
  counterResetWindowMs: 100,
};
const [east, west, north] = ['east', 'west', 'north'].map((url) => ({ region: url, url })) as [Named, Named, Named];
type Named = { readonly region: string; readonly url: string };

const healthy = initialRoutingState({
  ...bootstrapTopology('account'),
  readable: [east, west, north],
  writable: [east],
  circuitBreaker: true,
});

/** The state after races of the partition in one region, at these times: lost (`L`) or won (`W`). */
function after(
  races: string,
  { url = 'east', state = healthy, atMs = (_: number): number => 0, partition = 'c/0' } = {},
) {
  return [...races].reduce<RoutingState>((before, race, index) => {
    const effect = { kind: 'race-ended', guard: 'circuit-breaker', url, isLost: race === 'L' } as const;
    return learnPartition(before, partition, effect, atMs(index), settings);
  }, state);
}
const detourOf = ({ partitions }: RoutingState, partition = 'c/0') =>
  partitions.detours['circuit-breaker'].get(partition);

describe('races that a region loses for a partition', () => {
  it('lead it away when they are as many in a row as the settings say', () => {
    expect(detourOf(after('LL'))).toBeUndefined();
    expect(detourOf(after('LLL'))).toEqual({ failed: ['east'], target: 'west', sinceMs: 0, probe: 'not-due' });
  });

  it('count anew after one that was won', () => {
    expect(detourOf(after('LLWLL'))).toBeUndefined();
    expect(detourOf(after('LLWLLL'))?.target).toBe('west');
  });

  it('count anew after a long time without one', () => {
    expect(detourOf(after('LLL', { atMs: (index) => index * 100 }))?.target).toBe('west');
    expect(detourOf(after('LLL', { atMs: (index) => index * 101 }))).toBeUndefined();
  });

  it('count by region and by partition', () => {
    const two = after('L', { url: 'west', state: after('LL') });
    expect(detourOf(two)).toBeUndefined();
    const other = after('LL', { partition: 'c/1', state: after('LL') });
    expect([detourOf(other), detourOf(other, 'c/1')]).toEqual([undefined, undefined]);
  });

  it('lead it on when the next region loses, too, and say nothing about one it has left', () => {
    const away = after('LLL');
    expect(detourOf(after('LLL', { state: away }))).toBe(detourOf(away));
    expect(detourOf(after('LLL', { url: 'west', state: away }))).toMatchObject({
      failed: ['east', 'west'],
      target: 'north',
    });
  });

  it('are noted only while they count', () => {
    expect(after('W')).toBe(healthy);
    expect(isQuiet(after('L').partitions)).toBe(false);
    expect(isQuiet(after('LW').partitions)).toBe(true);
    expect(isQuiet(sweepDetours(after('L'), 100, settings, () => 0).partitions)).toBe(false);
    expect(isQuiet(sweepDetours(after('L'), 101, settings, () => 0).partitions)).toBe(true);
  });

  it('are forgotten when the circuit breaker is switched off', () => {
    const off = replaceTopology(after('LL'), { ...healthy.topology, circuitBreaker: false });
    expect(isQuiet(off.partitions)).toBe(true);
    expect(isQuiet(replaceTopology(after('LL'), healthy.topology).partitions)).toBe(false);
  });
});
