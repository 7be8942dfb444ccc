import { describe, expect, it } from '@jest/globals';
import { hasSeenLost, inheritKept, type KeptProgress, keepProgress } from './kept-progress.ts';

const nothing: KeptProgress = new Map();

describe('hasSeenLost', () => {
  const kept = keepProgress(keepProgress(nothing, '0', -1n, 5n), '0', 0n, 9n);

  it('compares with what was kept of the same range and version', () => {
    expect([5n, 6n].map((lsn) => hasSeenLost(kept, '0', -1n, lsn))).toEqual([false, true]);
    expect([9n, 10n].map((lsn) => hasSeenLost(kept, '0', 0n, lsn))).toEqual([false, true]);
  });

  it('knows nothing of other ranges and versions', () => {
    expect(hasSeenLost(kept, '1', -1n, 99n)).toBe(false);
    expect(hasSeenLost(kept, '0', 1n, 99n)).toBe(false);
  });
});

describe('inheritKept', () => {
  it('counts under the own id too, and under that of the parent still', () => {
    const kept = inheritKept('2', [{ id: '0', kept: keepProgress(nothing, '0', -1n, 5n) }]);
    expect(['0', '2', '3'].map((id) => hasSeenLost(kept, id, -1n, 6n))).toEqual([true, true, false]);
    const grandchild = inheritKept('4', [{ id: '2', kept }]);
    expect(['0', '2', '4'].map((id) => hasSeenLost(grandchild, id, -1n, 6n))).toEqual([true, true, true]);
  });

  it('counts the lesser of two parents, whatever their order', () => {
    const parents = [
      { id: '0', kept: keepProgress(nothing, '0', -1n, 5n) },
      { id: '1', kept: keepProgress(nothing, '1', -1n, 3n) },
    ];
    for (const order of [parents, parents.toReversed()]) {
      const kept = inheritKept('2', order);
      expect([hasSeenLost(kept, '2', -1n, 4n), hasSeenLost(kept, '0', -1n, 5n)]).toEqual([true, false]);
    }
  });
});
