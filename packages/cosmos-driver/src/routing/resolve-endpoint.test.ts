import { describe, expect, it } from '@jest/globals';
import type { PartitionGuard } from '../partition-routing/partition-guard.ts';
import { type PartitionDetour, withDetour, withHub } from '../partition-routing/partition-routing.ts';
import { bootstrapTopology } from './account-topology.ts';
import { type EndpointRequest, type ResolvedEndpoint, resolveEndpoint } from './resolve-endpoint.ts';
import {
  initialRoutingState,
  markUnavailable,
  type RoutingState,
  replaceTopology,
  type UnavailabilityReason,
} from './routing-state.ts';

const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ region: `Region ${name}`, url: name })) as [Named, Named, Named];
type Named = { readonly region: string; readonly url: string };

const topology = { ...bootstrapTopology('account'), readable: [a, b, c], writable: [b] };
const healthy = initialRoutingState(topology);

function marked(
  url: string,
  reason: UnavailabilityReason = 'server-error',
  state: RoutingState = healthy,
): RoutingState {
  return markUnavailable(state, url, { reason, sinceMs: 0 });
}

function choose(request: Partial<EndpointRequest> = {}, state: RoutingState = healthy): string {
  return resolve(request, state).endpoint.url;
}

function resolve(request: Partial<EndpointRequest>, state: RoutingState): ResolvedEndpoint {
  const all: EndpointRequest = {
    isRead: true,
    readFromWriteRegion: false,
    hubRegionOnly: false,
    excludedRegions: [],
    tried: [],
    guard: undefined,
    partition: undefined,
  };
  return resolveEndpoint(state, { ...all, ...request });
}

describe('resolveEndpoint', () => {
  it('reads at the first region, writes where writes are accepted', () => {
    expect(choose()).toBe('a');
    expect(choose({ isRead: false })).toBe('b');
    expect(choose({ readFromWriteRegion: true })).toBe('b');
  });

  it('never goes to an excluded region while another is left', () => {
    expect(choose({ excludedRegions: ['regiona', 'REGION B'] })).toBe('c');
    expect(choose({ excludedRegions: ['Region a'] }, marked('b', 'server-error', marked('c')))).toBe('b');
  });

  it('asks the write region when all are excluded', () => {
    expect(choose({ excludedRegions: ['Region a', 'Region b', 'Region c'] })).toBe('b');
    expect(choose({ isRead: false, excludedRegions: ['Region b'] })).toBe('b');
  });

  it('puts marked regions behind the others', () => {
    expect(choose({}, marked('a'))).toBe('b');
  });

  it('reads where only writes are forbidden', () => {
    expect(choose({}, marked('a', 'write-forbidden'))).toBe('a');
  });

  it('goes round: what was not tried first, then what was tried longest ago', () => {
    expect(choose({ tried: ['a'] })).toBe('b');
    expect(choose({ tried: ['a', 'b'] })).toBe('c');
    expect(choose({ tried: ['a', 'b', 'c'] })).toBe('a');
    expect(choose({ tried: ['a', 'b', 'c', 'a'] })).toBe('b');
  });

  it('asks a marked region it has not tried before one that has failed this very operation', () => {
    const other = marked('b', 'server-error', marked('c'));
    expect(choose({}, other)).toBe('a');
    expect(choose({ tried: ['a'] }, other)).toBe('b');
    expect(choose({ tried: ['a', 'b', 'c'] }, other)).toBe('a');
  });

  it('asks the first of the round when all are marked', () => {
    const all = marked('a', 'server-error', marked('b', 'server-error', marked('c')));
    expect(choose({}, all)).toBe('a');
    expect(choose({ tried: ['a'] }, all)).toBe('b');
  });
});

describe('resolveEndpoint for a partition', () => {
  const away = (
    probe: PartitionDetour['probe'] = 'not-due',
    guard: PartitionGuard = 'circuit-breaker',
  ): RoutingState => ({
    ...healthy,
    partitions: withDetour(healthy.partitions, guard, 'c/0', { failed: ['a'], target: 'c', sinceMs: 0, probe }),
  });
  const read = { guard: 'circuit-breaker', partition: 'c/0' } as const;

  it('leads around the region that fails it, and leads nobody else around', () => {
    expect(choose(read, away())).toBe('c');
    expect(choose({ ...read, partition: 'c/1' }, away())).toBe('a');
    expect(choose({ ...read, partition: undefined }, away())).toBe('a');
  });

  it('leads nobody around who would not go there anyway', () => {
    expect(choose({ ...read, tried: ['a'] }, away())).toBe('b');
    expect(choose({ ...read, excludedRegions: ['Region a'] }, away())).toBe('b');
  });

  it('goes nowhere that is excluded, marked, tried, or gone', () => {
    expect(choose({ ...read, excludedRegions: ['Region c'] }, away())).toBe('a');
    expect(choose(read, marked('c', 'server-error', away()))).toBe('a');
    expect(choose({ ...read, tried: ['a', 'b', 'c', 'b', 'c'] }, away())).toBe('a');
    expect(choose(read, replaceTopology(away(), { ...topology, readable: [a, b] }))).toBe('a');
  });

  it('lets one attempt try the way back', () => {
    expect(resolve(read, away('due'))).toMatchObject({ endpoint: a, isProbe: true });
    expect(resolve(read, away('under-way'))).toMatchObject({ endpoint: c, isProbe: false });
    expect(resolve({ ...read, tried: ['a'] }, away('due'))).toMatchObject({ endpoint: b, isProbe: false });
  });

  it('writes in any region where the service moves partitions, the account’s write region first', () => {
    const write = { isRead: false, guard: 'failover', partition: 'c/0' } as const;
    expect(resolve(write, healthy).candidates).toEqual([b, a, c]);
    const moved: RoutingState = {
      ...healthy,
      partitions: withDetour(healthy.partitions, 'failover', 'c/0', {
        failed: ['b'],
        target: 'c',
        sinceMs: 0,
        probe: 'not-due',
      }),
    };
    expect(choose(write, moved)).toBe('c');
    expect(choose({ ...write, excludedRegions: ['Region c'] }, moved)).toBe('c');
    expect(choose({ ...write, tried: ['c'] }, moved)).toBe('b');
    expect(choose(write, marked('c', 'unreachable', moved))).toBe('c');
  });

  it('asks the hub that is known where only the hub may answer', () => {
    const hub: RoutingState = {
      ...replaceTopology(healthy, { ...topology, partitionFailover: true }),
      partitions: withHub(healthy.partitions, 'c/0', 'c'),
    };
    const latched = { ...read, readFromWriteRegion: true, hubRegionOnly: true };
    expect(choose(latched, hub)).toBe('c');
    expect(choose({ ...latched, partition: 'c/1' }, hub)).toBe('b');
    expect(choose({ ...latched, excludedRegions: ['Region c'] }, hub)).toBe('b');
    expect(choose({ ...latched, tried: ['c'] }, hub)).toBe('b');
    expect(choose({ ...read, readFromWriteRegion: true }, hub)).toBe('b');
  });
});
