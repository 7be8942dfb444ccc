import { describe, expect, it } from '@jest/globals';
import { defaults } from '../options/defaults.ts';
import { bootstrapTopology } from '../routing/account-topology.ts';
import { initialRoutingState, type RoutingState, replaceTopology } from '../routing/routing-state.ts';
import { learnPartition } from './learn-partition.ts';
import type { PartitionEffect } from './partition-effect.ts';
import { isQuiet, type PartitionDetour } from './partition-routing.ts';
import { sweepDetours } from './sweep-detours.ts';

const settings = { ...defaults.partitionFailover, enabledOverride: undefined };
const [east, west, north] = ['east', 'west', 'north'].map((url) => ({ region: url, url })) as [Named, Named, Named];
type Named = { readonly region: string; readonly url: string };

const healthy = initialRoutingState({
  ...bootstrapTopology('account'),
  readable: [north, east, west],
  writable: [east],
  partitionFailover: true,
  circuitBreaker: true,
});

function after(...effects: readonly PartitionEffect[]): RoutingState {
  return effects.reduce((state, effect) => learnPartition(state, 'c/0', effect, 0, settings), healthy as RoutingState);
}

const failed = (url: string): PartitionEffect => ({ kind: 'partition-failed', guard: 'failover', url, isRead: false });

function detour(state: RoutingState): PartitionDetour | undefined {
  return state.partitions.detours.failover.get('c/0');
}

describe('the failover of a partition', () => {
  it('takes one confirmed failure, and goes on to the next preferred region', () => {
    expect(detour(after(failed('east')))).toMatchObject({ failed: ['east'], target: 'north' });
    expect(detour(after(failed('east'), failed('north')))).toMatchObject({ target: 'west' });
  });

  it('ends when no region is left', () => {
    expect(isQuiet(after(failed('east'), failed('north'), failed('west')).partitions)).toBe(true);
  });

  it('is not led back by the driver, nor by a success', () => {
    const away = after(failed('east'));
    expect(sweepDetours(away, 1e12, settings, () => 0)).toBe(away);
    expect(after(failed('east'), { kind: 'partition-served', guard: 'failover', url: 'north' })).toEqual(away);
  });

  it('forgets everything when the service no longer moves partitions', () => {
    const away = after(failed('east'), { kind: 'hub-found', url: 'north' });
    expect(isQuiet(replaceTopology(away, { ...away.topology, partitionFailover: false }).partitions)).toBe(true);
  });
});

describe('the hub of a partition', () => {
  const hub = (...effects: readonly PartitionEffect[]) => after(...effects).partitions.hubs.get('c/0');

  it('is the region that answered as such last, until it refuses', () => {
    expect(hub({ kind: 'hub-found', url: 'west' })).toBe('west');
    expect(hub({ kind: 'hub-found', url: 'west' }, { kind: 'hub-found', url: 'north' })).toBe('north');
    expect(hub({ kind: 'hub-found', url: 'west' }, { kind: 'hub-refused', url: 'west' })).toBeUndefined();
    expect(hub({ kind: 'hub-found', url: 'west' }, { kind: 'hub-refused', url: 'north' })).toBe('west');
  });
});
