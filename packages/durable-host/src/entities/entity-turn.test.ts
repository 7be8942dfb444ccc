import { describe, expect, it } from '@jest/globals';
import type { EntityAnswer } from '@perdura/durable-core';
import type { OperationMessage, WaitingMessage } from './entity-message.ts';
import { leadingOperations } from './entity-message.ts';
import { applyEntityAnswer } from './entity-turn.ts';

const replyTo = { instanceId: 'order-17', executionId: 'e1', requestId: 'r1' };
const call: WaitingMessage<OperationMessage> = {
  sequence: 4,
  message: { kind: 'operation', operation: 'add', input: '1', replyTo },
};
const signal: WaitingMessage<OperationMessage> = { sequence: 7, message: { kind: 'operation', operation: 'touch' } };
const done = (result?: string) => ({
  isError: false,
  duration: 0,
  startTime: 0,
  ...(result !== undefined && { result }),
});
const thrown = { isError: true, duration: 0, startTime: 0, result: '{"message":"no"}' };

function apply(operations: readonly WaitingMessage<OperationMessage>[], answer: Partial<EntityAnswer>) {
  return applyEntityAnswer(operations, { entityExists: false, results: [], signals: [], ...answer });
}

describe('applyEntityAnswer', () => {
  it('takes the messages, keeps the state, and answers whoever waits', () => {
    const changes = apply([call, signal], { entityExists: true, entityState: '5', results: [done('4'), done('5')] });
    expect(changes).toEqual({
      consumed: [4, 7],
      state: '5',
      replies: [{ to: replyTo, response: '{"result":"4"}' }],
      signals: [],
      unheardFailures: [],
    });
  });

  it('leaves the operations that were not run', () => {
    expect(apply([call, signal], { results: [done()] }).consumed).toEqual([4]);
  });

  it('tells a caller of a failure, and names those nobody hears of', () => {
    const { replies, unheardFailures } = apply([call, signal], { results: [thrown, thrown] });
    expect(replies.map(({ response }) => JSON.parse(response))).toEqual([
      { result: '{"message":"no"}', exceptionType: 'OperationErrorException' },
    ]);
    expect(unheardFailures).toEqual([{ operation: 'touch', result: '{"message":"no"}' }]);
  });

  it('addresses signals by the id of their entity; an empty input is none', () => {
    const target = { name: 'Audit', key: 'Z' };
    const { signals } = apply([signal], {
      results: [done()],
      signals: [
        { target, name: 'note', input: '{"v":1}', requestTime: 1 },
        { target, name: 'touch', input: '', requestTime: 1 },
      ],
    });
    expect(signals).toEqual([
      { entityId: '@audit@Z', message: { kind: 'operation', operation: 'note', input: '{"v":1}' } },
      { entityId: '@audit@Z', message: { kind: 'operation', operation: 'touch' } },
    ]);
  });

  it('deletes the state of an entity that does not exist, whatever is told of it', () => {
    expect(apply([signal], { entityExists: false, entityState: '5', results: [done()] }).state).toBeUndefined();
  });
});

describe('leadingOperations', () => {
  const lock: WaitingMessage = { sequence: 5, message: { kind: 'lock', entityIds: ['@a@b'], position: 0, replyTo } };

  it.each([
    ['all, where nobody asks for a lock', [call, signal], [call, signal]],
    ['those before the first request for a lock', [call, lock, signal], [call]],
    ['none, where a lock is next', [lock, call], []],
  ])('are %s', (_which, waiting, expected) => {
    expect(leadingOperations(waiting)).toEqual(expected);
  });
});
