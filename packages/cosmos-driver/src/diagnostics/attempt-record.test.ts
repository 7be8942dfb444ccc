import { describe, expect, it } from '@jest/globals';
import { answer, eastEndpoint, noAnswer } from '../../test/fakes/attempt.ts';
import { answerTooLate, transportFailure } from '../effects/transport.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { type AttemptFrame, recordAttempt } from './attempt-record.ts';

const frame: AttemptFrame = {
  operationName: 'read_item',
  executionContext: 'initial',
  isDataPlane: true,
  endpoint: eastEndpoint,
  activityId: 'a',
  startedAtMs: 5,
  durationMs: 7,
  httpVersion: 'http11',
  sentAfterMs: 2,
  requestBytes: 3,
};

describe('recordAttempt', () => {
  it('takes what the answer says of cost, session, time and id', () => {
    const headers = {
      'x-ms-request-charge': '2.5',
      'x-ms-session-token': '0:1#2',
      'x-ms-request-duration-ms': '1.25',
      'x-ms-activity-id': 'of the service',
    };
    expect(recordAttempt(frame, answer(200, 0, headers))).toMatchObject({
      requestCharge: 2.5,
      sessionToken: '0:1#2',
      serverDurationMs: 1.25,
      activityId: 'of the service',
      startedAtMs: 5,
      requestBytes: 3,
      responseBytes: 0,
    });
  });

  it('keeps the id of the operation when no answer came', () => {
    expect(recordAttempt(frame, noAnswer('unknown'))).toMatchObject({ activityId: 'a', status: undefined });
  });

  it('tells items from metadata, and encrypted requests from those to emulators', () => {
    const endpoint = { region: undefined, url: 'http://localhost:8081' };
    expect(recordAttempt(frame, answer(200))).toMatchObject({
      pipelineType: 'data-plane',
      transportSecurity: 'secure',
    });
    expect(recordAttempt({ ...frame, endpoint, isDataPlane: false }, answer(200))).toMatchObject({
      pipelineType: 'metadata',
      transportSecurity: 'emulator-insecure',
    });
  });

  function failedBy(error: unknown): AttemptOutcome {
    return { kind: 'transport-failure', requestSent: 'unknown', hostUnreachable: false, error };
  }

  it.each<[string, AttemptOutcome, boolean]>([
    ['the deadline', { kind: 'interrupted', by: 'deadline', inFlight: true }, true],
    ['the caller', { kind: 'interrupted', by: 'abort', inFlight: true }, false],
    ['the limit of a request', failedBy(transportFailure('no answer', 'sent', answerTooLate(5))), true],
    ['a connection that took too long', failedBy({ code: 'UND_ERR_CONNECT_TIMEOUT' }), true],
    ['a connection that broke', failedBy({ code: 'ECONNRESET' }), false],
    ['an answer', answer(408), false],
  ])('says whether time was up when it was ended by %s', (_, outcome, timedOut) => {
    expect(recordAttempt(frame, outcome).timedOut).toBe(timedOut);
  });

  it.each<[string, AttemptOutcome, string]>([
    ['it was stopped under way', { kind: 'interrupted', by: 'abort', inFlight: true }, 'unknown'],
    ['it was stopped before', { kind: 'interrupted', by: 'deadline', inFlight: false }, 'not-sent'],
    ['it was not signed', { kind: 'not-signed', error: new Error('no token') }, 'not-sent'],
    ['its transport says so', noAnswer('sent'), 'sent'],
    ['it was answered', answer(500), 'sent'],
  ])('says whether the request left when %s', (_, outcome, requestSent) => {
    expect(recordAttempt(frame, outcome).requestSent).toBe(requestSent);
  });

  it('says why there was no answer, with the innermost message that a cause has', () => {
    const told = (error: unknown) => recordAttempt(frame, failedBy(error)).error;
    expect(told(new Error('fetch failed', { cause: new Error('ECONNREFUSED 10.0.0.1:443') }))).toBe(
      'fetch failed: ECONNREFUSED 10.0.0.1:443',
    );
    expect(told(new Error('once', { cause: new Error('once') }))).toBe('once');
    expect(told(new TypeError())).toBe('TypeError');
    expect(told('a text')).toBe('a text');
  });
});
