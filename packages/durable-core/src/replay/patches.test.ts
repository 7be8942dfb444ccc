import { describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../history/history-event.ts';
import { readBeginning } from './patches.ts';

const timestampMs = 0;
const begun: readonly HistoryEvent[] = [
  { kind: 'orchestrator-started', timestampMs },
  { kind: 'execution-started', name: 'o', timestampMs },
];
const timer: HistoryEvent = { kind: 'timer-created', id: 0, fireAtMs: 5, timestampMs };

describe('readBeginning', () => {
  it.each<[string, readonly HistoryEvent[]]>([
    ['nothing', []],
    ['an event that came with the start', [{ kind: 'event-raised', name: 'go', timestampMs }]],
  ])('takes a turn that shows %s for one that is only now run', (_what, rest) => {
    expect(readBeginning([...begun, ...rest]).isRecorded).toBe(false);
  });

  it.each<HistoryEvent>([
    { kind: 'orchestrator-completed', timestampMs },
    { kind: 'orchestrator-started', timestampMs },
    { kind: 'task-scheduled', id: 0, name: 'A', timestampMs },
    { kind: 'sub-orchestration-created', id: 0, name: 'A', instanceId: 'a', timestampMs },
    { kind: 'event-sent', id: 0, name: 'op', instanceId: '@a@b', timestampMs },
    timer,
  ])('takes one that shows $kind for one that has run', (event) => {
    expect(readBeginning([...begun, event]).isRecorded).toBe(true);
  });

  it('knows the timers of that turn, and of no other', () => {
    const later: HistoryEvent = { kind: 'timer-created', id: 1, fireAtMs: 6, timestampMs };
    const { timers } = readBeginning([...begun, timer, { kind: 'orchestrator-started', timestampMs }, later]);
    expect([...timers]).toEqual([[0, 5]]);
  });
});
