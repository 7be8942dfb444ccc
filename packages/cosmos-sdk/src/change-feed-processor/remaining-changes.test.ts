import { describe, expect, it } from '@jest/globals';
import { newestLsns } from './log-sequence-numbers.ts';
import { remainingChanges } from './remaining-changes.ts';

describe('remainingChanges', () => {
  it.each<[string, string | undefined, readonly unknown[], number]>([
    ['is 0 when nothing was read', '0:1#9', [], 0],
    ['counts from the first change to the newest, both included', '0:1#9', [{ _lsn: 4 }, { _lsn: 5 }], 6],
    ['reads tokens with progress by region', '0:-1#12#1=3#2=4', [{ _lsn: 12 }], 1],
    ['reads tokens of the older form', '0:7', [{ _lsn: 7 }], 1],
    ['reads changes of all versions and deletes', '3:0#20', [{ metadata: { lsn: 11 } }], 10],
    ['is what was seen when there is no token', undefined, [{ _lsn: 4 }], 1],
    ['is what was seen when changes have no number', '0:1#9', [{}, {}], 2],
    ['is 1 at least when something was seen', '0:1#3', [{ _lsn: 9 }], 1],
  ])('%s', (_, sessionToken, items, remaining) => {
    expect(remainingChanges({ sessionToken, items })).toBe(remaining);
  });

  it('reads of tokens what can be read, for each partition', () => {
    expect([...newestLsns('12:1#9,odd,3:x#7,4:-1#5#1=2')]).toEqual([
      ['12', 9],
      ['4', 5],
    ]);
    expect(newestLsns(undefined).size).toBe(0);
  });
});
