import { describe, expect, it } from '@jest/globals';
import type { HistoryItem } from '../model.ts';
import { buildTimeline } from './timeline.ts';

type Line = readonly [kind: string, timeMs: number, members?: Partial<HistoryItem>];

const history = (...lines: readonly Line[]): readonly HistoryItem[] =>
  lines.map(([kind, timeMs, members], position) => ({ position, kind, timeMs, ...members }));
const value = (text: string) => ({ text, length: text.length });
const turn = (timeMs: number): Line => ['orchestrator-started', timeMs];

/** The rows in short: `activity reserve 10-30 completed`. */
function rowsOf(items: readonly HistoryItem[], nowMs?: number): readonly string[] {
  return buildTimeline(items, nowMs).rows.map(
    ({ kind, label, bars }) =>
      `${kind} ${label}: ${bars.map(({ startMs, endMs, state }) => `${startMs}-${endMs} ${state}`).join(', ')}`,
  );
}

describe('buildTimeline', () => {
  it('gives work a bar from its beginning to its end, in the order it began', () => {
    const items = history(
      turn(0),
      ['task-scheduled', 10, { id: 0, name: 'reserve' }],
      ['sub-orchestration-created', 11, { id: 1, name: 'ship', instanceId: 's' }],
      ['timer-created', 12, { id: 2, fireAtMs: 50 }],
      turn(30),
      ['task-completed', 30, { id: 0 }],
      ['timer-cancelled', 31, { id: 2 }],
      turn(40),
      ['sub-orchestration-failed', 40, { id: 1 }],
    );
    expect(rowsOf(items)).toEqual([
      'activity reserve: 10-30 completed',
      'sub-orchestration ship: 11-40 failed',
      'timer timer: 12-31 cancelled',
    ]);
  });

  it('tells work of one name apart by its input, timers by their length', () => {
    const items = history(
      turn(0),
      ['task-scheduled', 0, { id: 0, name: 'reserve', input: value('"tea"') }],
      ['timer-created', 0, { id: 1, fireAtMs: 90_000 }],
    );
    expect(buildTimeline(items).rows.map(({ detail }) => detail)).toEqual(['"tea"', '1 min 30 s']);
  });

  it('draws what is open to now, or to the last event of what has finished', () => {
    const items = history(turn(0), ['task-scheduled', 10, { id: 0, name: 'a' }], ['execution-terminated', 60]);
    expect(rowsOf(items, 100)[0]).toBe('activity a: 10-100 open');
    expect(rowsOf(items)).toEqual(['activity a: 10-60 open', 'control terminated: 60-60 instant']);
  });

  it('puts the attempts of work that is tried again into one row, with the waits between them', () => {
    const attempt = (timeMs: number, id: number): Line => [
      'task-scheduled',
      timeMs,
      { id, name: 'charge', input: value('7') },
    ];
    const items = history(
      turn(0),
      attempt(0, 0),
      turn(10),
      ['task-failed', 10, { id: 0 }],
      ['timer-created', 10, { id: 1 }],
      turn(20),
      ['timer-fired', 20, { id: 1 }],
      attempt(20, 2),
      turn(30),
      ['task-completed', 30, { id: 2 }],
    );
    expect(rowsOf(items)).toEqual(['activity charge: 0-10 failed, 10-20 retry-wait, 20-30 completed']);
  });

  it('keeps the same work apart when it was not tried again but called again', () => {
    const call = (timeMs: number, id: number, input: string): Line => [
      'task-scheduled',
      timeMs,
      { id, name: 'charge', input: value(input) },
    ];
    const fails = (...again: readonly Line[]) =>
      history(turn(0), call(0, 0, '7'), turn(10), ['task-failed', 10, { id: 0 }], ...again);
    expect(rowsOf(fails(call(10, 1, '7')))).toHaveLength(2);
    const withTimer = (input: string) =>
      fails(['timer-created', 10, { id: 1 }], turn(20), ['timer-fired', 20, { id: 1 }], call(20, 2, input));
    expect(rowsOf(withTimer('8'))).toHaveLength(3);
    expect(rowsOf(withTimer('7'))).toHaveLength(1);
    const ownTimer: readonly Line[] = [turn(12), ['timer-created', 12, { id: 1 }]];
    const ownPause = fails(...ownTimer, turn(20), ['timer-fired', 20, { id: 1 }], call(20, 2, '7'));
    expect(rowsOf(ownPause)).toHaveLength(3);
  });

  it('gives each of several failures of one name and input its own next attempt', () => {
    const call = (timeMs: number, id: number): Line => ['task-scheduled', timeMs, { id, name: 'x' }];
    const items = history(
      turn(0),
      call(0, 0),
      call(0, 1),
      turn(10),
      ['task-failed', 10, { id: 0 }],
      ['task-failed', 10, { id: 1 }],
      ['timer-created', 10, { id: 2 }],
      ['timer-created', 10, { id: 3 }],
      turn(20),
      ['timer-fired', 20, { id: 2 }],
      ['timer-fired', 20, { id: 3 }],
      call(20, 4),
      call(20, 5),
    );
    expect(rowsOf(items)).toEqual(Array(2).fill('activity x: 0-10 failed, 10-20 retry-wait, 20-20 open'));
  });

  it('shows a wait for an event, and an event nobody waited for as a moment', () => {
    const waited = history(turn(0), ['event-awaited', 5, { name: 'Go' }], turn(9), ['event-raised', 9, { name: 'go' }]);
    expect(rowsOf(waited)).toEqual(['event Go: 5-9 completed']);
    const kept = history(turn(0), ['event-raised', 3, { name: 'go' }], ['event-awaited', 5, { name: 'go' }]);
    expect(rowsOf(kept, 10)).toEqual(['event go: 3-3 instant']);
  });

  it('shows calls of entities until their answer, and signals as moments', () => {
    const items = history(
      turn(0),
      ['event-sent', 1, { id: 0, name: 'op', instanceId: '@stock@main', request: { id: 'r1', operation: 'sell' } }],
      ['event-awaited', 1, { name: 'r1' }],
      ['event-sent', 2, { id: 1, name: 'op', instanceId: '@log@x', request: { operation: 'add' } }],
      turn(8),
      ['event-raised', 8, { name: 'r1' }],
    );
    expect(rowsOf(items)).toEqual(['entity stock@main sell: 1-8 completed', 'entity log@x add: 2-2 instant']);
    const failed = items.map((item) => (item.kind === 'event-raised' ? { ...item, hasFailed: true as const } : item));
    expect(rowsOf(failed)[0]).toBe('entity stock@main sell: 1-8 failed');
  });

  it('shows how long the instance was suspended', () => {
    const items = history(['execution-suspended', 5], ['execution-resumed', 9], ['execution-suspended', 11]);
    expect(rowsOf(items, 20)).toEqual(['control suspended: 5-9 completed', 'control suspended: 11-20 open']);
  });

  it('begins with the earliest event and lasts to the latest, or to now', () => {
    const items = history(['orchestrator-started', 10], ['execution-started', 8], ['timer-created', 40, { id: 0 }]);
    expect(buildTimeline(items)).toMatchObject({ startMs: 8, endMs: 40 });
    expect(buildTimeline(items, 90)).toMatchObject({ startMs: 8, endMs: 90 });
    expect(buildTimeline([], 90)).toEqual({ startMs: 90, endMs: 90, rows: [] });
  });

  it('holds every scheduled work of a history of 10,000 events, none beyond its ends', () => {
    const lines = Array.from({ length: 5_000 }, (_, i): Line => ['task-scheduled', i, { id: i, name: `a${i % 7}` }]);
    const ends = lines.map(([, timeMs, members]): Line => ['task-completed', timeMs + 5_000, { id: members?.id ?? 0 }]);
    const { rows, startMs, endMs } = buildTimeline(history(...lines, ...ends));
    expect(rows).toHaveLength(5_000);
    expect(rows.every(({ bars }) => bars.every((bar) => bar.startMs >= startMs && bar.endMs <= endMs))).toBe(true);
  });
});
