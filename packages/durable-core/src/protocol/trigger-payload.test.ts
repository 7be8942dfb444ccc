import { describe, expect, it } from '@jest/globals';
import { decodeTriggerPayload } from './trigger-payload.ts';

const started = { EventType: 12, EventId: -1, IsPlayed: false, Timestamp: '2024-01-01T00:00:00Z' };
const begun = { ...started, EventType: 0, Name: 'o', Input: null };
const payload = { history: [started, begun], instanceId: 'i', input: { Timestamp: '2020-02-02T02:02:02Z' } };

describe('decodeTriggerPayload', () => {
  it('reads what the oldest and the newest hosts send', () => {
    expect(decodeTriggerPayload(payload)).toMatchObject({
      instanceId: 'i',
      parentInstanceId: undefined,
      schemaVersion: 0,
      longestTimerMs: undefined,
    });
    const newer = { ...payload, parentInstanceId: 'p', upperSchemaVersion: 1, upperSchemaVersionNew: 2 };
    const durations = { maximumShortTimerDuration: '6.00:00:00', longRunningTimerIntervalDuration: '3.00:00:00' };
    expect(decodeTriggerPayload({ ...newer, ...durations, more: 1 })).toMatchObject({
      parentInstanceId: 'p',
      schemaVersion: 2,
      longestTimerMs: 518_400_000,
      timerPartMs: 259_200_000,
    });
  });

  it.each([null, '', '00:00:00', '-1.00:00:00'])('takes %p for no limit of timers', (maximumShortTimerDuration) => {
    expect(decodeTriggerPayload({ ...payload, maximumShortTimerDuration }).longestTimerMs).toBeUndefined();
  });

  it('leaves the input as it is, dates in it too', () => {
    expect(decodeTriggerPayload(payload).input).toBe(payload.input);
    expect(decodeTriggerPayload({ history: [started, begun], instanceId: 'i' }).input).toBeUndefined();
  });

  it.each([
    ['text that is not JSON', '{', 'is not JSON'],
    ['null', null, 'Invalid input'],
    ['no history', { instanceId: 'i' }, 'history'],
    ['no instance id', { history: [started] }, 'instanceId'],
    ['an empty instance id', { history: [started], instanceId: '' }, 'instanceId'],
    ['a schema that is no number', { ...payload, upperSchemaVersion: 'V3' }, 'upperSchemaVersion'],
    ['a history that never started', { ...payload, history: [] }, 'OrchestratorStarted'],
    ['a history without its beginning', { ...payload, history: [started] }, 'ExecutionStarted'],
    ['a malformed event', { ...payload, history: [started, { EventType: 5 }] }, 'history[1]'],
  ])('refuses %s', (_what, wrong, told) => {
    expect(() => decodeTriggerPayload(wrong)).toThrow(
      expect.objectContaining({ code: 'malformed-payload', message: expect.stringContaining(told) }),
    );
  });
});
