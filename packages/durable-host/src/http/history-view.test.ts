import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { viewHistory } from './history-view.ts';

const at = (second: number) => ({ timestampMs: Date.UTC(2026, 0, 1, 0, 0, second) });
const time = (second: number) => new Date(at(second).timestampMs).toISOString();
const everything = { showHistoryOutput: true, showInput: true };

describe('viewHistory', () => {
  const history: readonly RecordedEvent[] = [
    { kind: 'orchestrator-started', ...at(0) },
    { kind: 'execution-started', name: 'order', input: '{"sku":1}', ...at(0) },
    { kind: 'task-scheduled', id: 0, name: 'reserve', input: '1', ...at(1) },
    { kind: 'task-scheduled', id: 1, name: 'charge', ...at(1) },
    { kind: 'sub-orchestration-created', id: 2, name: 'ship', instanceId: 's', input: '2', ...at(1) },
    { kind: 'timer-created', id: 3, fireAtMs: at(9).timestampMs, ...at(1) },
    { kind: 'event-awaited', name: 'go', ...at(1) },
    { kind: 'orchestrator-completed', ...at(1) },
    { kind: 'orchestrator-started', ...at(2) },
    { kind: 'task-completed', id: 0, result: '{"ok":true}', ...at(2) },
    { kind: 'event-raised', name: 'go', input: '"x"', ...at(2) },
  ];

  it('merges what was scheduled into its completion and shows the rest as it stands', () => {
    expect(viewHistory(history, everything)).toEqual([
      { EventType: 'ExecutionStarted', Timestamp: time(0), FunctionName: 'order', Input: { sku: 1 } },
      { EventType: 'TaskScheduled', Timestamp: time(1), Name: 'charge' },
      { EventType: 'SubOrchestrationInstanceCreated', Timestamp: time(1), Name: 'ship', InstanceId: 's', Input: 2 },
      { EventType: 'TimerCreated', Timestamp: time(1), FireAt: time(9) },
      {
        EventType: 'TaskCompleted',
        Timestamp: time(2),
        ScheduledTime: time(1),
        FunctionName: 'reserve',
        Input: 1,
        Result: { ok: true },
      },
      { EventType: 'EventRaised', Timestamp: time(2), Name: 'go', Input: 'x' },
    ]);
  });

  it('shows no values unless it is told to', () => {
    const view = viewHistory(history, { showHistoryOutput: false, showInput: false });
    expect(view.some((line) => 'Input' in line || 'Result' in line)).toBe(false);
  });

  it('shows what clients did, and nothing of what only the hub wants to know', () => {
    const done: readonly RecordedEvent[] = [
      { kind: 'timer-cancelled', id: 3, ...at(1) },
      { kind: 'execution-suspended', reason: 'lunch', ...at(1) },
      { kind: 'execution-resumed', reason: '', ...at(2) },
      { kind: 'execution-rewound', reason: 'mended', ...at(3) },
    ];
    expect(viewHistory(done, { showHistoryOutput: false, showInput: false })).toEqual([
      { EventType: 'ExecutionSuspended', Timestamp: time(1), Reason: 'lunch' },
      { EventType: 'ExecutionResumed', Timestamp: time(2), Reason: '' },
      { EventType: 'ExecutionRewound', Timestamp: time(3), Reason: 'mended' },
    ]);
  });

  it('shows failures, ends and terminations', () => {
    const ends: readonly RecordedEvent[] = [
      { kind: 'task-failed', id: 0, failure: { reason: 'no', details: 'stack' }, ...at(1) },
      { kind: 'sub-orchestration-failed', id: 1, failure: { reason: 'never' }, ...at(1) },
      { kind: 'sub-orchestration-completed', id: 2, ...at(1) },
      { kind: 'timer-fired', id: 3, ...at(1) },
      { kind: 'execution-completed', status: 'Failed', result: '"text"', ...at(2) },
      { kind: 'execution-terminated', reason: '"enough"', ...at(2) },
    ];
    expect(viewHistory(ends, everything)).toEqual([
      { EventType: 'TaskFailed', Timestamp: time(1), Reason: 'no', Details: 'stack' },
      { EventType: 'SubOrchestrationInstanceFailed', Timestamp: time(1), Reason: 'never' },
      { EventType: 'SubOrchestrationInstanceCompleted', Timestamp: time(1), Result: null },
      { EventType: 'TimerFired', Timestamp: time(1) },
      { EventType: 'ExecutionCompleted', Timestamp: time(2), OrchestrationStatus: 'Failed', Result: 'text' },
      { EventType: 'ExecutionTerminated', Timestamp: time(2), Input: 'enough' },
    ]);
  });
});
