import { describe, expect, it } from '@jest/globals';
import { nextPollDelay, type PollOutcome } from './poll-delay.ts';

const after = (outcomes: readonly PollOutcome[]) => outcomes.reduce(nextPollDelay, 0);
const times = (count: number, outcome: PollOutcome) => Array.from({ length: count }, () => outcome);

describe('nextPollDelay', () => {
  it('asks again after a second while there is news', () => {
    expect(after(['changed', 'changed'])).toBe(1_000);
    expect(after([...times(20, 'failed'), 'changed'])).toBe(1_000);
  });

  it('asks less and less often while there is none, at least every ten seconds', () => {
    expect(after(['same'])).toBeLessThan(after(['same', 'same']));
    expect(after(times(50, 'same'))).toBe(10_000);
  });

  it('leaves a host that does not answer alone for up to half a minute', () => {
    expect(after(['failed', 'failed'])).toBe(4_000);
    expect(after(times(50, 'failed'))).toBe(30_000);
  });
});
