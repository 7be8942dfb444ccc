import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { historyItem } from './history-item.ts';

const at = { timestampMs: 5 };
const shown = (event: RecordedEvent, maxLength = 10) => historyItem(3, event, maxLength);

describe('historyItem', () => {
  it('cuts values and keeps their length', () => {
    expect(shown({ kind: 'task-scheduled', id: 1, name: 'a', input: `"${'x'.repeat(20)}"`, ...at })).toEqual({
      ...{ position: 3, kind: 'task-scheduled', timeMs: 5, id: 1, name: 'a' },
      input: { text: '"xxxxxxxxx', length: 22 },
    });
  });

  it('shows failures with reason and details, and the reasons of clients as plain text', () => {
    const failure = { reason: 'no', details: 'at line 1' };
    expect(shown({ kind: 'task-failed', id: 1, failure, ...at })).toMatchObject({
      reason: { text: 'no' },
      details: { text: 'at line 1' },
    });
    expect(shown({ kind: 'execution-terminated', reason: '"enough"', ...at }).reason?.text).toBe('enough');
  });

  it('tells answers of entities that say that something failed', () => {
    const raised = (input: string) => shown({ kind: 'event-raised', name: 'r', input, ...at }).hasFailed;
    expect(raised('{"result":"no","exceptionType":"OperationErrorException"}')).toBe(true);
    expect(['{"result":"1"}', '"exceptionType"', 'null'].map(raised)).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['call', 'op', '{"id":"r","op":"add"}', { id: 'r', operation: 'add' }],
    ['signal', 'op', '{"id":"r","op":"add","signal":true}', { operation: 'add' }],
    ['request for locks', 'op', '{"id":"r"}', { id: 'r', operation: 'lock' }],
    ['release of locks', 'release', '{"id":"r"}', undefined],
    ['message of others', 'op', '"text"', undefined],
  ])('tells a %s', (_, name, input, request) => {
    expect(shown({ kind: 'event-sent', id: 1, instanceId: '@a@b', name, input, ...at }).request).toEqual(request);
  });
});
