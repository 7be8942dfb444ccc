import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { planRewind } from './plan-rewind.ts';

const timestampMs = 5;
const failure = { reason: 'no' };

/** Writes a history in shorthand: `begin`, `call 0`, `done 0`, `fail 0`, `child 1`, `childdone 1`, `timer 2`, `fired 2`, … */
function write(...lines: readonly string[]): readonly RecordedEvent[] {
  return lines.map((line): RecordedEvent => {
    const [what = '', word = '', requestId = ''] = line.split(' ');
    const sent = (name: string, message: object): RecordedEvent => {
      return { kind: 'event-sent', id, instanceId: '@e@1', name, input: JSON.stringify(message), timestampMs };
    };
    const id = Number(word);
    switch (what) {
      case 'turn':
        return { kind: 'orchestrator-started', timestampMs };
      case 'begin':
        return { kind: 'execution-started', name: 'n', timestampMs };
      case 'call':
        return { kind: 'task-scheduled', id, name: 'a', timestampMs };
      case 'done':
        return { kind: 'task-completed', id, timestampMs };
      case 'fail':
        return { kind: 'task-failed', id, failure, timestampMs };
      case 'child':
        return { kind: 'sub-orchestration-created', id, name: 'c', instanceId: `c${id}`, timestampMs };
      case 'childdone':
        return { kind: 'sub-orchestration-completed', id, timestampMs };
      case 'childfail':
        return { kind: 'sub-orchestration-failed', id, failure, timestampMs };
      case 'timer':
        return { kind: 'timer-created', id, fireAtMs: 9, timestampMs };
      case 'fired':
        return { kind: 'timer-fired', id, timestampMs };
      case 'cancel':
        return { kind: 'timer-cancelled', id, timestampMs };
      case 'sent':
        return sent('op', { op: 'add', signal: true });
      case 'ask':
        return sent('op', { op: 'add', id: requestId, input: '1' });
      case 'lock':
        return sent('op', {
          lockset: [
            { name: 'e', key: '1' },
            { name: 'e', key: '2' },
          ],
          pos: 0,
          id: requestId,
        });
      case 'release':
        return sent('release', { id: requestId });
      case 'answer':
        return { kind: 'event-raised', name: word, input: '{"result":"1"}', timestampMs };
      case 'refuse':
        return { kind: 'event-raised', name: word, input: '{"exceptionType":"Error"}', timestampMs };
      case 'await':
        return { kind: 'event-awaited', name: word, timestampMs };
      case 'event':
        return { kind: 'event-raised', name: word, timestampMs };
      case 'suspended':
        return { kind: 'execution-suspended', reason: '', timestampMs };
      case 'stopped':
        return { kind: 'execution-terminated', reason: '""', timestampMs };
      case 'end':
        return { kind: 'execution-completed', status: 'Failed', timestampMs };
      default:
        throw new Error(`What is '${line}'?`);
    }
  });
}

/** The plan, with events by their kind and id. */
function plan(...lines: readonly string[]) {
  const { keptCount, marks, redelivered, activities, children, timers, requests, heldLocks } = planRewind(
    write(...lines),
  );
  const ids = (events: readonly { readonly id: number }[]) => events.map(({ id }) => id);
  return {
    kept: lines.slice(0, keptCount),
    marks: marks.map(({ kind }) => kind),
    redelivered: redelivered.map((message) => ('id' in message ? `${message.kind} ${message.id}` : message.kind)),
    entities: { asked: requests.map(({ kind, requestId }) => `${kind} ${requestId}`), heldLocks },
    again: { activities: ids(activities), children: ids(children), timers: ids(timers) },
  };
}

const nothing = { activities: [], children: [], timers: [] };
const first = ['turn', 'begin', 'call 0'];

describe('planRewind', () => {
  it('takes out the turn that heard of the failure, and runs again what failed', () => {
    expect(plan(...first, 'turn', 'done 0', 'call 1', 'turn', 'fail 1', 'end')).toEqual({
      kept: [...first, 'turn', 'done 0', 'call 1'],
      marks: [],
      redelivered: [],
      entities: { asked: [], heldLocks: [] },
      again: { ...nothing, activities: [1] },
    });
  });

  it('takes out the last turn when nothing has failed but the code', () => {
    expect(plan(...first, 'turn', 'done 0', 'end')).toMatchObject({
      kept: first,
      redelivered: ['task-completed 0'],
      again: nothing,
    });
    expect(plan('turn', 'begin', 'end')).toMatchObject({ kept: [], redelivered: ['execution-started'] });
  });

  it('delivers again what did not fail, and what was raised', () => {
    const { kept, redelivered, again } = plan(
      ...['turn', 'begin', 'call 0', 'call 1', 'timer 2', 'child 3', 'call 4'],
      ...['turn', 'fail 0', 'event go', 'turn', 'done 1', 'fired 2', 'turn', 'childdone 3', 'fail 4', 'end'],
    );
    expect(kept).toHaveLength(7);
    expect(redelivered).toEqual(['event-raised', 'task-completed 1', 'timer-fired 2', 'sub-orchestration-completed 3']);
    expect(again).toEqual({ ...nothing, activities: [0, 4] });
  });

  it('forgets what the code did about the failure', () => {
    const { kept, redelivered, again } = plan(
      ...[...first, 'turn', 'fail 0', 'call 1', 'await x', 'timer 2', 'turn', 'done 1', 'fired 2', 'end'],
    );
    expect({ kept, redelivered, again }).toEqual({
      kept: first,
      redelivered: [],
      again: { ...nothing, activities: [0] },
    });
  });

  it('takes back all attempts of a retried call', () => {
    const attempts = ['turn', 'fail 0', 'timer 1', 'turn', 'fired 1', 'call 2', 'turn', 'fail 2', 'timer 3', 'turn'];
    const { kept, again } = plan(...first, ...attempts, 'fired 3', 'end');
    expect({ kept, again }).toEqual({ kept: first, again: { ...nothing, activities: [0] } });
  });

  it.each([
    ['an activity', 'call 2', 'done 2'],
    ['a sub-orchestration', 'child 2', 'childdone 2'],
  ])('leaves a failure alone that was overcome, for %s would run again', (_what, asked, ended) => {
    const overcome = [...first, 'turn', 'fail 0', asked, 'turn', ended, 'call 3'];
    const { kept, again } = plan(...overcome, 'turn', 'fail 3', 'end');
    expect({ kept, again }).toEqual({ kept: overcome, again: { ...nothing, activities: [3] } });
  });

  it('leaves a failure alone since which an entity was spoken to', () => {
    const overcome = [...first, 'turn', 'fail 0', 'sent 1', 'call 2'];
    expect(plan(...overcome, 'turn', 'fail 2', 'end').kept).toEqual(overcome);
  });

  it('takes up sub-orchestrations that failed or were not heard of, and timers that are set', () => {
    const kept = ['turn', 'begin', 'child 0', 'child 1', 'timer 2', 'timer 3', 'cancel 3', 'call 4'];
    expect(plan(...kept, 'turn', 'childfail 0', 'cancel 2', 'end')).toMatchObject({
      kept,
      redelivered: [],
      again: { activities: [4], children: [0, 1], timers: [2] },
    });
  });

  it('keeps the lines that tell what clients did', () => {
    expect(plan(...first, 'turn', 'fail 0', 'suspended', 'end').marks).toEqual(['execution-suspended']);
  });

  it('has what was stopped go on where it stood', () => {
    const overcome = [...first, 'turn', 'fail 0', 'call 1'];
    expect(plan(...overcome, 'turn', 'event go', 'stopped')).toMatchObject({
      kept: overcome,
      redelivered: ['event-raised'],
      again: { ...nothing, activities: [1] },
    });
  });

  const begun = ['turn', 'begin'];

  it('asks entities again for what failed or was not heard of, and hears what did not', () => {
    const kept = [...begun, 'ask 0 r0', 'ask 1 r1', 'ask 2 r2', 'ask 3 r3', 'turn', 'answer r3'];
    expect(plan(...kept, 'turn', 'refuse r0', 'answer r1', 'end')).toMatchObject({
      kept,
      redelivered: ['event-raised'],
      entities: { asked: ['operation r0', 'operation r2'], heldLocks: [] },
    });
  });

  it('says of an operation that is asked for again what it was', () => {
    const { requests } = planRewind(write(...begun, 'ask 0 r0', 'turn', 'refuse r0', 'end'));
    expect(requests).toEqual([{ kind: 'operation', entityId: '@e@1', operation: 'add', input: '1', requestId: 'r0' }]);
  });

  it('hears no answer to what is forgotten', () => {
    expect(plan(...first, 'turn', 'fail 0', 'ask 1 r1', 'turn', 'answer r1', 'event go', 'end').redelivered).toEqual([
      'event-raised',
    ]);
  });

  it('knows which entities are locked where history is cut', () => {
    const kept = [...begun, 'lock 0 r0', 'turn', 'answer r0', 'release 1 r0', 'call 2'];
    expect(plan(...kept, 'turn', 'fail 2', 'release 3 r0', 'end').entities).toEqual({
      asked: [],
      heldLocks: ['@e@2'],
    });
  });

  it.each([
    ['granted behind the cut', ['turn', 'answer r0', 'end']],
    ['refused', ['turn', 'refuse r0', 'end']],
  ])('asks again for a lock that was %s', (_what, later) => {
    expect(plan(...begun, 'lock 0 r0', ...later)).toMatchObject({
      redelivered: [],
      entities: { asked: ['lock r0'], heldLocks: [] },
    });
  });
});
