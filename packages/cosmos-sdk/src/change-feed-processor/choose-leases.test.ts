import { describe, expect, it } from '@jest/globals';
import { FeedRange } from '@perdura/cosmos-driver';
import fc from 'fast-check';
import { chooseLeases } from './choose-leases.ts';
import type { Lease } from './lease.ts';

describe('chooseLeases', () => {
  it('takes everything when nobody else is there', () => {
    const all = [lease('a'), lease('b')];
    expect(choice(all, 'me')).toEqual({ take: all, ask: undefined });
  });

  it('takes of what is free its share, rounded up, and leaves the rest to the others', () => {
    const free = ['a', 'b', 'c'].map((id) => lease(id));
    const others = [lease('d', { owner: 'you' }), lease('e', { owner: 'you' })];
    expect(choice([...free, ...others], 'me')).toEqual({ take: free, ask: undefined });
    const more = [lease('f', { owner: 'they' }), lease('g', { owner: 'they' })];
    expect(choice([...free, ...others, ...more], 'me').take).toEqual(free);
    expect(choice([...free, ...others, ...more, lease('h', { owner: 'me' })], 'me', ['h']).take).toEqual(
      free.slice(0, 2),
    );
  });

  it('takes what has expired, and not what another was promised', () => {
    const expired = lease('a', { owner: 'gone' });
    const promised = lease('b', { owner: 'you', wantedBy: 'they' });
    expect(choice([expired, promised], 'me', [], ['a'])).toEqual({ take: [expired], ask: undefined });
  });

  it('takes its own at once, also when others see them as expired', () => {
    const own = lease('a', { owner: 'me' });
    expect(choice([own, lease('b', { owner: 'you' })], 'me', [], ['a']).take).toEqual([own]);
  });

  it('asks who has most, when that makes the shares more even', () => {
    const others = ['a', 'b', 'c'].map((id) => lease(id, { owner: 'rich' }));
    expect(choice([...others, lease('d', { owner: 'poor' })], 'me').ask?.owner).toBe('rich');
    const [first] = others;
    expect(choice([lease('a', { owner: 'you' })], 'me').ask).toBeUndefined();
    expect(choice(others.slice(0, 2), 'me').ask).toEqual(first);
    expect(choice([...others.slice(0, 2), lease('d', { owner: 'me' })], 'me', ['d']).ask).toBeUndefined();
  });

  it('asks for no lease that somebody asks for already, nor for more than it then has', () => {
    const asked = lease('a', { owner: 'rich', wantedBy: 'you' });
    const left = lease('b', { owner: 'rich' });
    const last = lease('c', { owner: 'rich' });
    expect(choice([asked, left, last], 'me').ask).toEqual(left);
    expect(choice([asked, { ...left, wantedBy: 'me' }, last], 'me').ask).toBeUndefined();
  });

  it('leaves alone what was replaced', () => {
    expect(choice([lease('a', { children: [] })], 'me')).toEqual({ take: [], ask: undefined });
  });

  it('gives every instance its fair share after a while, whatever they begin with, in whatever order they look', () => {
    const instances = fc.integer({ min: 1, max: 8 });
    const counts = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(
        instances,
        counts,
        fc.infiniteStream(fc.nat()),
        fc.array(fc.nat(12)),
        (workers, count, picks, owners) => {
          const names = Array.from({ length: workers }, (_, index) => `worker ${index}`);
          const pick = (limit: number): number => (picks.next().value ?? 0) % limit;
          // Some leases begin with instances that are gone.
          let leases = Array.from({ length: count }, (_, index): Lease => {
            const owner = owners[index];
            return lease(String(index), owner === undefined ? {} : { owner: `worker ${owner}` });
          });
          const isGone = ({ owner }: Lease): boolean => owner !== undefined && !names.includes(owner);
          for (let looks = 0; looks < 40 * (workers + count); looks++) {
            const self = names[pick(workers)] ?? '';
            // Who was asked hands over sooner or later.
            leases = leases.map((each) =>
              each.owner === self && each.wantedBy !== undefined
                ? { ...each, owner: each.wantedBy, wantedBy: undefined }
                : each,
            );
            const { take, ask } = chooseLeases(leases, {
              self,
              isHeld: ({ owner }) => owner === self,
              isExpired: isGone,
            });
            leases = leases.map((each) => {
              if (take.includes(each)) return { ...each, owner: self, wantedBy: undefined };
              return each === ask ? { ...each, wantedBy: self } : each;
            });
          }
          const held = names.map((name) => leases.filter(({ owner }) => owner === name).length);
          expect(held.reduce((sum, each) => sum + each, 0)).toBe(count);
          expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 100 },
    );
  });
});

function choice(
  leases: readonly Lease[],
  self: string,
  held: readonly string[] = [],
  expired: readonly string[] = [],
): ReturnType<typeof chooseLeases> {
  return chooseLeases(leases, {
    self,
    isHeld: ({ id }) => held.includes(id),
    isExpired: ({ id }) => expired.includes(id),
  });
}

function lease(id: string, with_: Partial<Lease> = {}): Lease {
  return {
    id,
    range: FeedRange.full(),
    continuation: undefined,
    owner: undefined,
    term: undefined,
    wantedBy: undefined,
    durationMs: 60_000,
    children: undefined,
    etag: '"1"',
    writtenAtMs: 0,
    ...with_,
  };
}
