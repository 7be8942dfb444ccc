import { describe, expect, it } from '@jest/globals';
import { bootstrapTopology } from './account-topology.ts';
import { type EndpointRequest, resolveEndpoint } from './resolve-endpoint.ts';
import { initialRoutingState, markUnavailable, type RoutingState, type UnavailabilityReason } from './routing-state.ts';

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
  const all: EndpointRequest = {
    isRead: true,
    readFromWriteRegion: false,
    hubRegionOnly: false,
    excludedRegions: [],
    tried: [],
    guard: undefined,
    partition: undefined,
  };
  return resolveEndpoint(state, { ...all, ...request }).endpoint.url;
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
