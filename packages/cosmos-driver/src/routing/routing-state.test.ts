import { describe, expect, it } from '@jest/globals';
import { bootstrapTopology } from './account-topology.ts';
import { initialRoutingState, isAvailable, markUnavailable, replaceMark, replaceTopology } from './routing-state.ts';

const topology = bootstrapTopology('east', [{ region: 'West US', url: 'west' }]);
const mark = { reason: 'unreachable', sinceMs: 0 } as const;
const marked = markUnavailable(initialRoutingState(topology), 'west', mark);

describe('a mark', () => {
  it('is in force, for reads and writes, until it is taken off', () => {
    expect([isAvailable(marked, 'west', true), isAvailable(marked, 'west', false)]).toEqual([false, false]);
    expect(isAvailable(replaceMark(marked, 'west', mark, undefined), 'west', false)).toBe(true);
  });

  it('does not keep reads away when only writes are forbidden', () => {
    const forbidden = markUnavailable(marked, 'west', { reason: 'write-forbidden', sinceMs: 0 });
    expect([isAvailable(forbidden, 'west', true), isAvailable(forbidden, 'west', false)]).toEqual([true, false]);
  });

  it('is taken off a region that is only read, too', () => {
    const east = { region: 'East US', url: 'east' };
    const readOnly = { ...topology, readable: [east, { region: 'West US', url: 'west' }], writable: [east] };
    expect(replaceMark(replaceTopology(marked, readOnly), 'west', mark, undefined).marks.size).toBe(0);
  });

  it('that was put since a probe began wins over what the probe found', () => {
    const again = markUnavailable(marked, 'west', { ...mark, sinceMs: 1 });
    expect(replaceMark(again, 'west', mark, undefined)).toBe(again);
  });

  it('of a region that the account no longer shows stays as it is, for when it is back', () => {
    const gone = replaceTopology(marked, bootstrapTopology('east'));
    expect(replaceMark(gone, 'west', mark, undefined)).toBe(gone);
    expect(isAvailable(replaceTopology(gone, topology), 'west', true)).toBe(false);
  });
});
