import { describe, expect, it } from '@jest/globals';
import type { Decision, Turn } from '@perdura/durable-core/engine';
import type { Instance } from '../instances/instance.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { applyTurn, type TurnInput } from './apply-turn.ts';
import { noOpenWork } from './open-work.ts';
import { terminateTurn } from './terminate-turn.ts';

const nowMs = 1_000;
const instance: Instance = {
  id: 'order-17',
  executionId: 'e1',
  name: 'order',
  status: 'Pending',
  createdMs: 1,
  updatedMs: 1,
};
const child: Instance = { ...instance, parent: { instanceId: 'mum', executionId: 'm1', taskId: 7 } };
const begun: RecordedEvent = { kind: 'orchestrator-started', timestampMs: nowMs };
const callReserve: Decision = { kind: 'call-activity', id: 0, name: 'reserve', input: '1' };
const setTimer: Decision = { kind: 'create-timer', id: 1, fireAtMs: 5_000 };
const completed: Turn['outcome'] = { kind: 'completed', output: '"ok"' };

function apply(turn: Partial<Turn>, input: Partial<TurnInput> = {}) {
  return applyTurn({
    instance,
    open: noOpenWork,
    history: () => [],
    woken: [begun],
    consumed: [{ kind: 'inbox', sequence: 1 }],
    turn: { decisions: [], cancelledTimers: [], ...turn },
    nowMs,
    completion: 'when-work-is-done',
    ...input,
  });
}

describe('applyTurn', () => {
  it('records what woke the instance, what its code asked for, and the end of the turn, in this order', () => {
    const { appended, activities, timers } = apply({
      decisions: [callReserve, setTimer, { kind: 'wait-for-event', waitId: 0, name: 'go' }],
    });
    expect(appended).toEqual([
      begun,
      { kind: 'task-scheduled', id: 0, name: 'reserve', input: '1', timestampMs: nowMs },
      { kind: 'timer-created', id: 1, fireAtMs: 5_000, timestampMs: nowMs },
      { kind: 'event-awaited', name: 'go', timestampMs: nowMs },
      { kind: 'orchestrator-completed', timestampMs: nowMs },
    ]);
    expect(activities).toEqual([{ taskId: 0, name: 'reserve', input: '1' }]);
    expect(timers).toEqual([{ taskId: 1, dueMs: 5_000 }]);
  });

  it('sets no timer that the same turn cancelled, and withdraws an earlier one', () => {
    const { appended, timers, cancelledTimers, open } = apply(
      { decisions: [setTimer], cancelledTimers: [0, 1] },
      { open: { ...noOpenWork, timers: new Set([0]) } },
    );
    expect(timers).toEqual([]);
    expect(cancelledTimers).toEqual([0]);
    expect(appended.filter(({ kind }) => kind === 'timer-cancelled')).toEqual([
      { kind: 'timer-cancelled', id: 0, timestampMs: nowMs },
      { kind: 'timer-cancelled', id: 1, timestampMs: nowMs },
    ]);
    expect(open.timers.size).toBe(0);
  });

  it('names a child after the execution that called it, unless the code chose an id', () => {
    const call = { kind: 'call-sub-orchestrator', name: 'ship' } as const;
    const { children } = apply({
      decisions: [
        { ...call, id: 0 },
        { ...call, id: 1, instanceId: 'mine', version: '2' },
      ],
    });
    expect(children).toEqual([
      { taskId: 0, instanceId: 'e1:0', name: 'ship' },
      { taskId: 1, instanceId: 'mine', name: 'ship', version: '2' },
    ]);
  });

  it('keeps the custom status unless the code set one', () => {
    const before = { ...instance, customStatus: '"old"' };
    expect(apply({}, { instance: before }).instance.customStatus).toBe('"old"');
    expect(apply({ customStatus: 'null' }, { instance: before }).instance.customStatus).toBe('null');
  });

  it.each([
    ['an activity', { activities: 1 }],
    ['a sub-orchestration', { subOrchestrations: 1 }],
    ['a timer', { timers: new Set([0]) }],
  ])('leaves an instance running whose code has returned while %s is open', (_what, open) => {
    expect(apply({ outcome: completed }, { open: { ...noOpenWork, ...open } }).instance.status).toBe('Running');
  });

  it('ends it with the event that closes the last of its work', () => {
    const { instance: ended, appended } = apply(
      { outcome: completed },
      {
        open: { ...noOpenWork, activities: 1 },
        woken: [begun, { kind: 'task-completed', id: 0, timestampMs: nowMs }],
      },
    );
    expect(ended).toMatchObject({ status: 'Completed', output: '"ok"', updatedMs: nowMs });
    expect(appended.at(-1)).toEqual({
      kind: 'execution-completed',
      status: 'Completed',
      result: '"ok"',
      timestampMs: nowMs,
    });
  });

  it('ends it at once when it is so set', () => {
    const { instance: ended } = apply(
      { outcome: completed },
      { open: { ...noOpenWork, timers: new Set([0]) }, completion: 'when-code-returns' },
    );
    expect(ended.status).toBe('Completed');
  });

  it('tells a calling instance how its child ended', () => {
    expect(apply({ outcome: completed }, { instance: child }).answerToParent).toEqual({
      kind: 'sub-orchestration-completed',
      id: 7,
      result: '"ok"',
      timestampMs: nowMs,
    });
    const failure = { errorType: 'Error', errorMessage: 'no stock', isNonRetriable: false };
    const failed = apply({ outcome: { kind: 'failed', failure, error: new Error() } }, { instance: child });
    expect(failed.instance.output).toBe(`"Orchestrator function 'order' failed: no stock"`);
    expect(failed.answerToParent).toMatchObject({
      kind: 'sub-orchestration-failed',
      id: 7,
      failure: { reason: "Sub orchestrator function 'order' failed: no stock", failureDetails: failure },
    });
  });

  it('carries the events nobody waited for into the next execution, if they are to be kept', () => {
    const raised = (name: string, input: string): RecordedEvent => ({
      kind: 'event-raised',
      name,
      input,
      timestampMs: 5,
    });
    const input: Partial<TurnInput> = {
      history: () => [raised('go', '1'), { kind: 'event-awaited', name: 'Go', timestampMs: 6 }, raised('other', '2')],
      woken: [begun, raised('GO', '3')],
    };
    const next = (preserveUnprocessedEvents: boolean) =>
      apply({ outcome: { kind: 'continued-as-new', input: '9', preserveUnprocessedEvents } }, input).next;
    expect(next(true)).toEqual({ input: '9', carriedEvents: [raised('other', '2'), raised('GO', '3')] });
    expect(next(false)).toEqual({ input: '9', carriedEvents: [] });
  });
});

describe('terminateTurn', () => {
  it('ends the instance with the reason and tells a calling instance', () => {
    const termination = { kind: 'execution-terminated', reason: '"enough"', timestampMs: 5 } as const;
    const changes = terminateTurn(child, termination, [begun], [], nowMs);
    expect(changes.instance).toMatchObject({ status: 'Terminated', output: '"enough"' });
    expect(changes.appended).toEqual([begun, termination]);
    expect(changes.answerToParent).toMatchObject({
      kind: 'sub-orchestration-failed',
      id: 7,
      failure: { reason: expect.stringContaining('enough') },
    });
  });
});
