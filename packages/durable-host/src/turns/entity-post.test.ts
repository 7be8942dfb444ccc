import { describe, expect, it } from '@jest/globals';
import type { EntityDecision } from '@perdura/durable-core/engine';
import type { Instance } from '../instances/instance.ts';
import { isEntityDecision, recordEntityPost, toEntityPost } from './entity-post.ts';
import { readSentRequest } from './sent-request.ts';

const instance: Instance = {
  id: 'order-17',
  executionId: 'e1',
  name: 'order',
  status: 'Running',
  createdMs: 1,
  updatedMs: 1,
};
const mia = { name: 'Account', key: 'Mia' };
const tom = { name: 'account', key: 'tom' };
const call: EntityDecision = { kind: 'call-entity', id: 3, entity: mia, operation: 'add', input: '5' };
const signal: EntityDecision = { kind: 'signal-entity', id: 4, entity: tom, operation: 'touch' };
const later: EntityDecision = { ...signal, fireAtMs: Date.UTC(2026, 0, 2) };
const lock: EntityDecision = { kind: 'lock-entities', id: 5, entities: [mia, tom], requestId: 'L' };
const release: EntityDecision = { kind: 'release-entities', id: 6, entities: [mia, tom], requestId: 'L' };

function record(decision: EntityDecision) {
  return recordEntityPost(decision.id, toEntityPost(decision, instance), instance, 1_000);
}

describe('what an instance sends to entities', () => {
  it('is told from its other decisions', () => {
    expect([call, signal, later, lock, release].every(isEntityDecision)).toBe(true);
    expect(isEntityDecision({ kind: 'call-activity' })).toBe(false);
  });

  it('goes to the id of the entity, a call with a request id of its own', () => {
    expect(toEntityPost(call, instance)).toEqual({
      kind: 'operation',
      entityId: '@account@Mia',
      operation: 'add',
      input: '5',
      requestId: 'e1:3',
    });
    expect(toEntityPost(later, instance)).toMatchObject({ entityId: '@account@tom', dueMs: Date.UTC(2026, 0, 2) });
    expect(toEntityPost(lock, instance)).toMatchObject({ entityIds: ['@account@Mia', '@account@tom'] });
  });

  it.each<[string, EntityDecision, readonly object[]]>([
    [
      'a call',
      call,
      [{ id: 3, to: '@account@Mia', name: 'op', op: 'add', message: { id: 'e1:3', input: '5', parent: 'order-17' } }],
    ],
    ['a signal', signal, [{ id: 4, to: '@account@tom', name: 'op', message: { op: 'touch', signal: true } }]],
    [
      'a signal for later',
      later,
      [{ id: 4, name: 'op@2026-01-02T00:00:00.000Z', message: { due: '2026-01-02T00:00:00.000Z' } }],
    ],
    ['a lock', lock, [{ id: 5, to: '@account@Mia', message: { lockset: [mia, tom].map(fold), pos: 0, id: 'L' } }]],
    [
      'a release, once for each sequence id it takes',
      release,
      [
        { id: 6, to: '@account@Mia', name: 'release', message: { parent: 'order-17', id: 'L' } },
        { id: 7, to: '@account@tom', name: 'release', message: { parent: 'order-17', id: 'L' } },
      ],
    ],
  ])('is recorded as the messages of the Durable Task Framework: %s', (_what, decision, expected) => {
    const recorded = record(decision).map(({ id, instanceId: to, name, input = '' }) => {
      const message = JSON.parse(input) as { readonly op?: string };
      return { id, to, name, op: message.op, message };
    });
    expect(recorded).toMatchObject(expected);
    expect(recorded).toHaveLength(expected.length);
  });

  it.each([
    [call, { requestId: 'e1:3', isCall: true }],
    [lock, { requestId: 'L', isCall: false }],
    [signal, undefined],
    [release, undefined],
  ])('is read back by what answers it: %j', (decision, expected) => {
    for (const event of record(decision)) expect(readSentRequest(event)).toEqual(expected);
  });
});

function fold({ name, key }: { readonly name: string; readonly key: string }) {
  return { name: name.toLowerCase(), key };
}
