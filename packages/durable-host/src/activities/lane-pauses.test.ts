import { describe, expect, it } from '@jest/globals';
import { LanePauses } from './lane-pauses.ts';

describe('LanePauses', () => {
  it('has a lane rest for longer and longer, and one activity tried in between', () => {
    const pauses = new LanePauses();
    expect(pauses.look('a', 0)).toBe('open');
    expect(pauses.fail('a', 0)).toEqual({ isNews: true, notBeforeMs: 1_000 });
    expect(pauses.look('a', 999)).toEqual({ notBeforeMs: 1_000 });
    expect(pauses.look('a', 1_000)).toBe('probe');
    pauses.probe('a');
    expect(pauses.look('a', 1_001)).toBe('probed');
    expect(pauses.fail('a', 1_500)).toEqual({ isNews: false, notBeforeMs: 3_500 });
    expect(pauses.look('b', 1_500)).toBe('open');
  });

  it('counts those that failed together as one failure', () => {
    const pauses = new LanePauses();
    pauses.fail('a', 0);
    expect(pauses.fail('a', 5)).toEqual({ isNews: false, notBeforeMs: 1_000 });
  });

  it('forgets all that when one is run', () => {
    const pauses = new LanePauses();
    pauses.fail('a', 0);
    pauses.work('a');
    expect(pauses.look('a', 1)).toBe('open');
    expect(pauses.fail('a', 2)).toEqual({ isNews: true, notBeforeMs: 1_002 });
  });
});
