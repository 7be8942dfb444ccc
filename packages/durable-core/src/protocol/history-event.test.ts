import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HistoryEvent } from '../history/history-event.ts';
import { decodeHistoryEvent } from './decode-history-event.ts';
import { encodeHistoryEvent } from './encode-history-event.ts';
import { isPlainEvent, wireHistoryEventSchema } from './wire-history-event.ts';

const json = fc.json({ maxDepth: 2 });
const name = fc.string({ minLength: 1 });
const id = fc.nat();
const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
const always = ['kind', 'timestampMs', 'id', 'name', 'failure', 'instanceId', 'fireAtMs'];
const failure = fc.record(
  {
    reason: fc.string(),
    details: name,
    failureDetails: fc.record(
      { errorType: name, errorMessage: fc.string(), isNonRetriable: fc.boolean(), stackTrace: name },
      { requiredKeys: ['errorType', 'errorMessage', 'isNonRetriable'] },
    ),
  },
  { requiredKeys: ['reason'] },
);
const recorded = { timestampMs: time, isPlayed: fc.constant(true as const) };
const kind = <K extends string>(value: K) => fc.constant(value);

/** Events with these members, those that are not always there left out now and then. */
const anEvent = (model: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(model, { requiredKeys: Object.keys(model).filter((key) => always.includes(key)) });

const events = fc.oneof(
  anEvent({ kind: fc.constantFrom('orchestrator-started', 'orchestrator-completed'), ...recorded }),
  anEvent({ kind: kind('execution-started'), ...recorded, name, version: name, input: json, parentInstanceId: name }),
  anEvent({ kind: kind('task-scheduled'), ...recorded, id, name, input: json }),
  anEvent({ kind: fc.constantFrom('task-completed', 'sub-orchestration-completed'), ...recorded, id, result: json }),
  anEvent({ kind: fc.constantFrom('task-failed', 'sub-orchestration-failed'), ...recorded, id, failure }),
  anEvent({
    kind: kind('sub-orchestration-created'),
    ...recorded,
    id,
    name,
    instanceId: name,
    input: json,
    version: name,
  }),
  anEvent({ kind: kind('timer-created'), ...recorded, id, fireAtMs: time }),
  anEvent({ kind: kind('timer-fired'), ...recorded, id }),
  anEvent({ kind: kind('event-sent'), ...recorded, id, instanceId: name, name, input: json }),
  anEvent({ kind: kind('event-raised'), ...recorded, name, input: json }),
) as fc.Arbitrary<unknown> as fc.Arbitrary<HistoryEvent>;

describe('history events on the wire', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(events, (event) => {
        const wire: unknown = JSON.parse(JSON.stringify(encodeHistoryEvent(event)));
        expect(decodeHistoryEvent(wire)).toEqual(event);
      }),
    );
  });

  it('are taken without a look at their schema only where that would accept them', () => {
    const wrong = fc.constantFrom<unknown>(1.5, 'text', true, {}, null);
    fc.assert(
      fc.property(events, fc.nat(), wrong, (event, member, value) => {
        const wire = { ...encodeHistoryEvent(event) } as Record<string, unknown>;
        expect(isPlainEvent(wire)).toBe(event.kind !== 'execution-started' && !event.kind.endsWith('failed'));
        const members = Object.keys(wire);
        wire[members[member % members.length] as string] = value;
        if (isPlainEvent(wire)) expect(wireHistoryEventSchema(wire.EventType).safeParse(wire).success).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('ignore members and keep kinds nobody knows', () => {
    const Timestamp = '2024-01-01T00:00:00Z';
    const timestampMs = Date.parse(Timestamp);
    expect(decodeHistoryEvent({ EventType: 12, Timestamp, Correlation: { id: 1 } })).toEqual({
      kind: 'orchestrator-started',
      timestampMs,
    });
    expect(decodeHistoryEvent({ EventType: 19, Timestamp, Reason: 'lunch' })).toEqual({
      kind: 'other',
      name: 'ExecutionSuspended',
      timestampMs,
    });
    expect(decodeHistoryEvent({ EventType: 99, Timestamp })).toMatchObject({ kind: 'other', name: 'EventType 99' });
    expect(encodeHistoryEvent({ kind: 'other', name: 'ExecutionSuspended', timestampMs })).toBeUndefined();
  });

  it.each([
    ['no object', 5, 'history[3]'],
    ['no EventType', { Timestamp: '2024-01-01T00:00:00Z' }, 'history[3].EventType'],
    ['a Timestamp that is no date', { EventType: 12, Timestamp: 'noon' }, 'history[3].Timestamp'],
    ['no TaskScheduledId', { EventType: 5, Timestamp: '2024-01-01T00:00:00Z' }, 'history[3].TaskScheduledId'],
    ['a negative TimerId', { EventType: 11, TimerId: -1, Timestamp: '2024-01-01T00:00:00Z' }, 'history[3].TimerId'],
    ['no Name', { EventType: 15, Timestamp: '2024-01-01T00:00:00Z' }, 'history[3].Name'],
    ['no FireAt', { EventType: 10, EventId: 1, Timestamp: '2024-01-01T00:00:00Z' }, 'history[3].FireAt'],
    [
      'a Result that is no text',
      { EventType: 5, TaskScheduledId: 1, Result: 5, Timestamp: '2024-01-01T00:00:00Z' },
      'history[3].Result',
    ],
  ])('are refused with %s, naming the place', (_what, wire, place) => {
    expect(() => decodeHistoryEvent(wire, 3)).toThrow(
      expect.objectContaining({ code: 'malformed-payload', message: expect.stringContaining(`${place}:`) }),
    );
  });
});
