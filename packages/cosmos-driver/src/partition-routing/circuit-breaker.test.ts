import { describe, expect, it } from '@jest/globals';
import { defaults } from '../options/defaults.ts';
import type { PartitionFailoverSettings } from '../options/partition-failover-options.ts';
import { bootstrapTopology } from '../routing/account-topology.ts';
import { initialRoutingState, type RoutingState, replaceTopology } from '../routing/routing-state.ts';
import { learnPartition } from './learn-partition.ts';
import type { PartitionEffect } from './partition-effect.ts';
import { isQuiet, type PartitionDetour } from './partition-routing.ts';
import { beginProbe, sweepDetours } from './sweep-detours.ts';

const settings: PartitionFailoverSettings = {
  ...defaults.partitionFailover,
  enabledOverride: undefined,
  readFailureThreshold: 3,
  writeFailureThreshold: 2,
  counterResetWindowMs: 100,
  partitionUnavailabilityDurationMs: 10,
};
const [east, west, north] = ['east', 'west', 'north'].map((url) => ({ region: url, url })) as [Named, Named, Named];
type Named = { readonly region: string; readonly url: string };

const healthy = initialRoutingState({
  ...bootstrapTopology('account'),
  readable: [east, west, north],
  writable: [east, west, north],
  multiWrite: true,
  circuitBreaker: true,
});

function learn(state: RoutingState, effect: PartitionEffect, nowMs = 0, partition = 'c/0'): RoutingState {
  return learnPartition(state, partition, effect, nowMs, settings);
}

const failed = (url: string, isRead = true): PartitionEffect => ({
  kind: 'partition-failed',
  guard: 'circuit-breaker',
  url,
  isRead,
});
const served = (url: string): PartitionEffect => ({ kind: 'partition-served', guard: 'circuit-breaker', url });

function after(effects: readonly PartitionEffect[], state = healthy, nowMs = 0): RoutingState {
  return effects.reduce((before, effect) => learn(before, effect, nowMs), state);
}

function detour(state: RoutingState, partition = 'c/0'): PartitionDetour | undefined {
  return state.partitions.detours['circuit-breaker'].get(partition);
}

const tripped = after([failed('east'), failed('east'), failed('east')]);
const sweep = (state: RoutingState, nowMs: number, random = 0) => sweepDetours(state, nowMs, settings, () => random);

describe('the circuit breaker', () => {
  it('leads a partition away after so many reads, or so many writes, in a row', () => {
    expect(detour(after([failed('east'), failed('east')]))).toBeUndefined();
    expect(detour(tripped)).toEqual({ failed: ['east'], target: 'west', sinceMs: 0, probe: 'not-due' });
    expect(detour(after([failed('east'), failed('east', false)]))).toBeUndefined();
    expect(detour(after([failed('east', false), failed('east', false)]))?.target).toBe('west');
  });

  it('counts reads and writes each by themselves', () => {
    expect(detour(after([failed('east', false), failed('east'), failed('east')]))).toBeUndefined();
    expect(detour(after([failed('east', false), failed('east'), failed('east'), failed('east')]))).toBeDefined();
  });

  it('leads no other partition away', () => {
    expect(detour(tripped, 'c/1')).toBeUndefined();
    expect(detour(learn(after([failed('east'), failed('east')]), failed('east'), 0, 'c/1'))).toBeUndefined();
  });

  it('begins to count anew after a success there, not after one elsewhere', () => {
    const two = [failed('east'), failed('east')];
    expect(detour(after([...two, served('east'), failed('east')]))).toBeUndefined();
    expect(detour(after([...two, served('west'), failed('east')]))).toBeDefined();
  });

  it('begins to count anew when the last failure is long ago', () => {
    const two = after([failed('east'), failed('east')]);
    expect(detour(learn(two, failed('east'), 100))).toBeDefined();
    expect(detour(learn(two, failed('east'), 101))).toBeUndefined();
  });

  it('forgets every count that ended, so that all is quiet again', () => {
    expect(isQuiet(after([failed('east'), served('east')]).partitions)).toBe(true);
    expect(tripped.partitions.failures.size).toBe(0);
  });

  it('moves on when the next region fails as well, and gives up when none is left', () => {
    const three = (url: string) => [failed(url), failed(url), failed(url)];
    const twice = after(three('west'), tripped);
    expect(detour(twice)).toMatchObject({ failed: ['east', 'west'], target: 'north' });
    expect(detour(after(three('north'), twice))).toBeUndefined();
  });

  it('leads writes to a region that accepts them', () => {
    const state = { ...healthy, topology: { ...healthy.topology, writable: [east, north] } };
    expect(detour(after([failed('east', false), failed('east', false)], state))?.target).toBe('north');
  });

  it('is not moved by late news of a region it has left', () => {
    expect(learn(tripped, failed('east'), 5)).toEqual(tripped);
    expect(detour(learn(tripped, failed('north'), 5))).toMatchObject({ failed: ['east', 'north'], target: 'west' });
  });

  it('lets one request find the way back, after a while that differs by chance', () => {
    expect(sweep(tripped, 9)).toBe(tripped);
    expect(detour(sweep(tripped, 10))).toMatchObject({ probe: 'due' });
    expect(detour(sweep(tripped, 14, 0.999))).toMatchObject({ probe: 'not-due' });
    expect(detour(sweep(tripped, 15, 0.999))).toMatchObject({ probe: 'due' });
    const due = sweep(tripped, 10);
    expect(sweep(due, 100)).toBe(due);
    const probing = beginProbe(due, 'c/0', 11);
    expect(detour(probing)).toMatchObject({ probe: 'under-way', sinceMs: 11 });
    expect(beginProbe(probing, 'c/0', 12)).toBe(probing);
  });

  it('lets the partition back when the probe succeeds, and not when it fails', () => {
    const probing = beginProbe(sweep(tripped, 10), 'c/0', 10);
    expect(isQuiet(learn(probing, served('east')).partitions)).toBe(true);
    expect(detour(learn(probing, failed('east'), 12))).toEqual({
      failed: ['east'],
      target: 'west',
      sinceMs: 12,
      probe: 'not-due',
    });
  });

  it('is not ended by a success in the region it leads to, nor by one of before it was taken', () => {
    const probing = beginProbe(sweep(tripped, 10), 'c/0', 10);
    expect(learn(probing, served('west'))).toBe(probing);
    expect(learn(tripped, served('east'))).toBe(tripped);
  });

  it('tries again when a probe never ended', () => {
    const probing = beginProbe(sweep(tripped, 10), 'c/0', 10);
    expect(sweep(probing, 19)).toBe(probing);
    expect(detour(sweep(probing, 20))).toMatchObject({ probe: 'due' });
  });

  it('forgets, at the next look, a way back that nobody has tried, and counts whose time is over', () => {
    const due = sweep(tripped, 10);
    const interval = settings.failbackSweepIntervalMs;
    expect(sweep(due, 10 + interval - 1)).toBe(due);
    expect(isQuiet(sweep(due, 10 + interval).partitions)).toBe(true);
    const counting = after([failed('east')]);
    expect(sweep(counting, 100)).toBe(counting);
    expect(isQuiet(sweep(counting, 101).partitions)).toBe(true);
  });

  it('forgets everything when it is switched off or on, and nothing when the regions change', () => {
    expect(isQuiet(replaceTopology(tripped, { ...healthy.topology, circuitBreaker: false }).partitions)).toBe(true);
    const counting = after([failed('east')]);
    expect(isQuiet(replaceTopology(counting, { ...healthy.topology, circuitBreaker: false }).partitions)).toBe(true);
    const renamed = { ...healthy.topology, readable: [west, north] };
    expect(replaceTopology(tripped, renamed).partitions).toBe(tripped.partitions);
    const moving = { ...healthy.topology, partitionFailover: true };
    expect(detour(replaceTopology(tripped, moving))).toEqual(detour(tripped));
  });
});
