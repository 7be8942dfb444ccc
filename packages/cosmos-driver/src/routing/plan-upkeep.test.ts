import { describe, expect, it } from '@jest/globals';
import { type PartitionDetour, withDetour, withFailures } from '../partition-routing/partition-routing.ts';
import { bootstrapTopology } from './account-topology.ts';
import { planUpkeep, type UpkeepPlan, type UpkeepProgress } from './plan-upkeep.ts';
import { initialRoutingState, markUnavailable, type RoutingState } from './routing-state.ts';

const healthy = initialRoutingState(bootstrapTopology('east', [{ region: 'West US', url: 'west' }]));
const intervals = { refreshMs: 300, probeMs: 60, sweepMs: 200 };

function plan(state: RoutingState, nowMs: number, progress: Partial<UpkeepProgress> = {}): UpkeepPlan {
  return planUpkeep(state, { refreshedAtMs: 0, sweptAtMs: 0, probing: new Set(), ...progress }, intervals, nowMs);
}

function marked(url: string, sinceMs: number): RoutingState {
  return markUnavailable(healthy, url, { reason: 'unreachable', sinceMs });
}

const away: PartitionDetour = { failed: ['east'], target: 'west', sinceMs: 0, probe: 'not-due' };
const withAway: RoutingState = {
  ...healthy,
  partitions: withDetour(healthy.partitions, 'circuit-breaker', 'c/0', away),
};

describe('planUpkeep', () => {
  it('reads the account when its interval is over, and looks again after the next', () => {
    expect(plan(healthy, 299)).toEqual({ refreshes: false, sweeps: false, probes: [], nextAtMs: 300 });
    expect(plan(healthy, 300)).toEqual({ refreshes: true, sweeps: false, probes: [], nextAtMs: 600 });
    expect(plan(healthy, 900)).toMatchObject({ refreshes: true, nextAtMs: 1200 });
  });

  it('probes endpoints whose mark is old enough, and looks again when the next one will be', () => {
    const state = markUnavailable(marked('east', 10), 'west', { reason: 'unreachable', sinceMs: 30 });
    expect(plan(state, 69)).toMatchObject({ probes: [], nextAtMs: 70 });
    expect(plan(state, 70)).toMatchObject({ probes: [{ url: 'east', mark: { sinceMs: 10 } }], nextAtMs: 90 });
  });

  it('leaves out what is being probed, and what the account does not show', () => {
    expect(plan(marked('east', 0), 70, { probing: new Set(['east']) })).toMatchObject({ probes: [], nextAtMs: 300 });
    expect(plan(marked('north', 0), 70)).toMatchObject({ probes: [], nextAtMs: 300 });
  });

  it('looks after partitions only while some are away', () => {
    expect(plan(healthy, 250)).toMatchObject({ sweeps: false });
    const counting = {
      ...healthy,
      partitions: withFailures(healthy.partitions, 'c/0 east', { reads: 1, writes: 0, lastAtMs: 0 }),
    };
    expect(plan(counting, 200)).toMatchObject({ sweeps: true });
    expect(plan(withAway, 100)).toMatchObject({ sweeps: false, nextAtMs: 200 });
    expect(plan(withAway, 200)).toMatchObject({ sweeps: true, nextAtMs: 300 });
    expect(plan(withAway, 250, { sweptAtMs: 240 })).toMatchObject({ sweeps: false, nextAtMs: 300 });
  });
});
