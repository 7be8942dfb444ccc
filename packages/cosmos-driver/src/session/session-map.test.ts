import { describe, expect, it } from '@jest/globals';
import { captureSessionToken, emptySessionMap, sessionTokenFor } from './session-map.ts';

const orders = { link: 'dbs/db/colls/orders', rid: 'first' };

function seen(...tokens: readonly string[]): string | undefined {
  const sessions = tokens.reduce((map, token) => captureSessionToken(map, orders, token), emptySessionMap);
  return sessionTokenFor(sessions, orders);
}

describe('session map', () => {
  it('sends nothing before anything was seen', () => {
    expect(seen()).toBeUndefined();
  });

  it('sends all ranges, in the order of their ids as text', () => {
    expect(seen('2:1#5', '10:1#6')).toBe('10:1#6,2:1#5');
  });

  it('merges what is new, and never goes back', () => {
    expect(seen('0:1#5', '0:1#9#1=2', '0:1#7#1=4')).toBe('0:1#9#1=4');
  });

  it('reads tokens of several ranges, and leaves out what it cannot read', () => {
    expect(seen('0:1#5,nonsense,:1#2,1:x,3:7')).toBe('0:1#5,3:7');
  });

  it('is the same map when a token says nothing new', () => {
    const sessions = captureSessionToken(emptySessionMap, orders, '0:1#5');
    expect(captureSessionToken(sessions, orders, '0:1#5')).toBe(sessions);
    expect(captureSessionToken(sessions, orders, '0:1#4')).toBe(sessions);
    expect(captureSessionToken(sessions, orders, 'nonsense')).toBe(sessions);
  });

  it('forgets what it saw of another container of the same name', () => {
    const again = { link: orders.link, rid: 'second' };
    const sessions = captureSessionToken(emptySessionMap, orders, '0:1#5');
    expect(sessionTokenFor(sessions, again)).toBeUndefined();
    const newer = captureSessionToken(sessions, again, '0:1#1');
    expect(sessionTokenFor(newer, again)).toBe('0:1#1');
    expect(sessionTokenFor(newer, orders)).toBeUndefined();
  });

  describe('to one partition', () => {
    const sent = (
      rangeId: string,
      parents: readonly string[],
      known: readonly string[],
      ...tokens: readonly string[]
    ) => {
      const sessions = tokens.reduce((map, token) => captureSessionToken(map, orders, token), emptySessionMap);
      return sessionTokenFor(sessions, orders, {
        rangeId,
        parents,
        knowsAll: (ids) => [...ids].every((id) => known.includes(id)),
      });
    };

    it('sends what was seen of it, and nothing of others', () => {
      expect(sent('1', [], ['0', '1'], '0:1#5', '1:1#7#2=4')).toBe('1:1#7#2=4');
      expect(sent('1', [], ['0', '1'], '0:1#5')).toBeUndefined();
    });

    it('sends what was seen of those it came from as well, however late that was told', () => {
      expect(sent('2', ['0'], ['0', '1', '2'], '0:1#5', '1:1#7')).toBe('2:1#5');
      expect(sent('4', ['0', '2'], ['0', '2', '4'], '0:1#5', '2:1#9')).toBe('4:1#9');
      expect(sent('2', ['0'], ['0', '2'], '2:1#6', '0:1#50')).toBe('2:1#50');
      expect(sent('2', ['0'], ['0', '2'], '0:1#5', '2:1#6')).toBe('2:1#6');
    });

    it('sends nothing of those it came from by a merge once it has answered, as their numbers do not compare', () => {
      expect(sent('2', ['0', '1'], ['0', '1', '2'], '0:1#50', '1:1#60', '2:2#6')).toBe('2:2#6');
    });

    it('sends everything while it has seen more partitions than are known', () => {
      expect(sent('0', [], ['0'], '0:1#5', '2:1#9')).toBe('0:1#5,2:1#9');
    });
  });
});
