import { describe, expect, it } from '@jest/globals';
import { growHistory, historyProblem, noHistory } from './history-size.ts';

describe('growHistory', () => {
  it('counts events, and the texts in them beside a flat part', () => {
    const failure = { reason: 'no' };
    const size = growHistory(noHistory, [
      { kind: 'orchestrator-started', timestampMs: 0 },
      { kind: 'task-scheduled', id: 0, name: 'a', timestampMs: 0, input: '"12345678"' },
      { kind: 'task-completed', id: 0, timestampMs: 0, result: '12345' },
      { kind: 'task-failed', id: 1, timestampMs: 0, failure },
    ]);
    expect(size).toEqual({ events: 4, bytes: 400 + 10 + 5 + '{"reason":"no"}'.length });
    expect(growHistory(size, [])).toEqual(size);
  });
});

describe('historyProblem', () => {
  const limits = { maxHistoryEvents: 10, maxHistoryBytes: 1_000 };

  it.each([
    ['has none up to the limits', { events: 10, bytes: 1_000 }, undefined],
    ['names the events', { events: 11, bytes: 0 }, /has 11 events and may have 10 \(maxHistoryEvents\)/],
    ['names the bytes', { events: 0, bytes: 1_001 }, /has 1001 bytes and may have 1000 \(maxHistoryBytes\)/],
  ])('%s', (_what, size, problem) => {
    if (problem === undefined) expect(historyProblem(size, limits)).toBeUndefined();
    else expect(historyProblem(size, limits)).toMatch(problem);
  });
});
