import { describe, expect, it } from '@jest/globals';
import type { Dispatcher } from 'undici';
import { fakeClock } from '../../test/fakes/fake-clock.ts';
import { classifyFailure } from '../response/classify-failure.ts';
import { createSharedTimer } from './shared-timer.ts';
import type { TransportRequest, TransportResponse } from './transport.ts';
import { UndiciExchange } from './undici-exchange.ts';

/** An exchange that this test plays undici for. */
function begin(more: Partial<TransportRequest> = {}) {
  const clock = fakeClock(0);
  const { promise, resolve, reject } = Promise.withResolvers<TransportResponse>();
  const request = { method: 'GET', url: 'https://east/', headers: {}, timeoutMs: 100, ...more };
  const exchange = new UndiciExchange(request, { resolve, reject }, { clock, timer: createSharedTimer(clock) });
  const aborted: Error[] = [];
  const controller: Dispatcher.DispatchController = {
    aborted: false,
    paused: false,
    reason: null,
    abort: (reason) => void aborted.push(reason),
    pause: () => undefined,
    resume: () => undefined,
  };
  return { exchange, controller, clock, aborted, answer: promise };
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('an exchange', () => {
  it('puts the pieces of an answer together, and leaves no timer behind', async () => {
    const { exchange, controller, clock, answer } = begin();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, { 'set-cookie': ['a', 'b'] });
    for (const piece of ['one, ', 'two, ', 'three']) exchange.onResponseData(controller, bytes(piece));
    exchange.onResponseEnd();
    const { status, headers, body } = await answer;
    expect([status, headers, new TextDecoder().decode(body)]).toEqual([
      200,
      { 'set-cookie': 'a, b' },
      'one, two, three',
    ]);
    expect(clock.pending()).toBe(0);
  });

  it('refuses an answer that is said to be too long, before anything of it comes', async () => {
    const { exchange, controller, aborted, answer, clock } = begin({ maxResponseBytes: 3 });
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, { 'content-length': '4' });
    await expect(answer).rejects.toMatchObject({ code: 'ERR_ANSWER_TOO_LARGE' });
    expect([aborted.length, clock.pending()]).toEqual([1, 0]);
  });

  it('takes an answer of the longest length, and what would be the length of one that has no body', async () => {
    for (const [method, length] of [
      ['GET', '3'],
      ['HEAD', '4'],
    ] as const) {
      const { exchange, controller, answer } = begin({ method, maxResponseBytes: 3 });
      exchange.onRequestStart(controller);
      exchange.onResponseStart(controller, 200, { 'content-length': length });
      exchange.onResponseEnd();
      expect((await answer).status).toBe(200);
    }
  });

  it('does not take what comes before an answer for it', async () => {
    const { exchange, controller, answer } = begin();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 103, { link: 'x' });
    exchange.onResponseError(controller, new Error('reset'));
    const failure: unknown = await answer.catch((error: unknown) => error);
    expect(classifyFailure(failure).requestSent).toBe('unknown');
  });

  it('gives up after its time, tells undici, and settles once', async () => {
    const { exchange, controller, clock, aborted, answer } = begin();
    exchange.onRequestStart(controller);
    await expect(answer).rejects.toMatchObject({
      requestSent: 'unknown',
      cause: { message: 'No answer within 100 ms.' },
    });
    expect([clock.nowMs(), clock.pending(), aborted]).toHaveLength(3);
    expect(aborted).toHaveLength(1);
    exchange.onResponseError(controller, new Error('aborted'));
    expect(aborted).toHaveLength(1);
  });

  it('is stopped by undici as soon as it begins when it was given up before', async () => {
    const { exchange, controller, aborted, answer } = begin();
    await expect(answer).rejects.toMatchObject({ requestSent: 'not-sent' });
    expect(aborted).toEqual([]);
    exchange.onRequestStart(controller);
    expect(aborted).toHaveLength(1);
  });

  it('stops reading an answer that is too long', async () => {
    const { exchange, controller, clock, aborted, answer } = begin({ maxResponseBytes: 3 });
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    exchange.onResponseData(controller, bytes('abc'));
    expect(aborted).toEqual([]);
    exchange.onResponseData(controller, bytes('d'));
    await expect(answer).rejects.toMatchObject({ code: 'ERR_ANSWER_TOO_LARGE' });
    expect([aborted.length, clock.pending()]).toEqual([1, 0]);
  });
});
