import { describe, expect, it } from '@jest/globals';
import {
  type HttpCallOptions,
  type HttpResponse,
  type OrchestrationContext,
  orchestration,
  runOrchestration,
} from '@perdura/durable-core';
import { type HttpRequest, openExecution, runHttpCall, type Turn } from '@perdura/durable-core/engine';
import { type History, history, TestHub } from '@perdura/durable-core/testing';

const order: HttpCallOptions = {
  method: 'post',
  url: 'https://api.example/jobs?code=secret',
  body: { n: 1 },
  headers: { 'Content-Type': 'application/json', Authorization: 'Bearer x', 'X-Functions-Key': 'k', 'X-Trace': ['7'] },
};

const forms = {
  async: (options: HttpCallOptions) => orchestration('o', async (ctx) => ctx.callHttp(options)),
  generator: (options: HttpCallOptions) =>
    orchestration('o', function* (ctx) {
      return yield* ctx.callHttp(options);
    }),
};

const accepted = (headers: object) => ({ statusCode: 202, headers, content: '' });
const done = { statusCode: 200, headers: { 'Content-Type': 'text/plain', Via: ['a', 'b'] }, content: 'hi' };
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const requestOf = (turn: Turn, at = -1): HttpRequest => {
  const decision = turn.decisions.at(at);
  if (decision?.kind !== 'call-http') throw new Error(`expected call-http, got ${decision?.kind}`);
  return JSON.parse(decision.input) as HttpRequest;
};

describe.each(['async', 'generator'] as const)('callHttp, %s', (form) => {
  const advance = (past: History, options = order): Promise<Turn> =>
    openExecution(forms[form](options), { instanceId: 'i' }).advance(past.events);
  const output = (turn: Turn): unknown =>
    turn.outcome?.kind === 'completed' ? JSON.parse(turn.outcome.output ?? 'null') : turn.outcome;

  it('asks its host for one request, and answers status, headers and content', async () => {
    const first = await advance(history());
    expect(first.decisions).toMatchObject([{ kind: 'call-http', id: 0, name: 'BuiltIn::HttpActivity' }]);
    expect(requestOf(first)).toEqual({
      method: 'POST',
      uri: order.url,
      content: '{"n":1}',
      headers: { ...order.headers, 'X-Trace': '7' },
    });
    expect(output(await advance(history().turn(1).completed(0, done)))).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain', via: 'a, b' },
      content: 'hi',
    });
  });

  it('asks again after a pause while the answer is 202 with a place to look', async () => {
    const past = history()
      .turn(1)
      .completed(0, accepted({ LOCATION: '/jobs/1', 'Retry-After': '5' }));
    const paused = await advance(past);
    expect(paused.decisions.at(-1)).toMatchObject({ kind: 'create-timer', id: 1 });
    expect(paused.decisions.at(-1)).toMatchObject({ fireAtMs: Date.parse('2024-01-01T00:00:06Z') });
    const polled = await advance(past.turn(6).fired(1));
    expect(requestOf(polled)).toEqual({
      method: 'GET',
      uri: 'https://api.example/jobs/1',
      headers: { Authorization: 'Bearer x', 'X-Trace': '7' },
    });
    const again = await advance(past.turn(7).completed(2, accepted({ location: 'https://api.example/jobs/1' })));
    expect(again.decisions.at(-1)).toMatchObject({ id: 3, fireAtMs: Date.parse('2024-01-01T00:00:37Z') });
    const last = await advance(past.turn(37).fired(3).turn(38).completed(4, done));
    expect(output(last)).toMatchObject({ status: 200 });
  });

  it('keeps credentials from another origin', async () => {
    const tokenSource = { kind: 'AzureManagedIdentity', resource: 'https://vault.azure.net' } as const;
    const past = history()
      .turn(1)
      .completed(0, accepted({ Location: 'https://other.example/1' }))
      .turn(31)
      .fired(1);
    expect(requestOf(await advance(past, { ...order, tokenSource }))).toEqual({
      method: 'GET',
      uri: 'https://other.example/1',
      headers: { 'X-Trace': '7' },
    });
    const same = history()
      .turn(1)
      .completed(0, accepted({ Location: '/1' }))
      .turn(31)
      .fired(1);
    expect(requestOf(await advance(same, { ...order, tokenSource }))).toMatchObject({ tokenSource });
  });

  it.each([
    ['without polling', accepted({ Location: '/1' }), { ...order, enablePolling: false }],
    ['without a place to look', accepted({}), order],
    ['with a place that is no address', accepted({ Location: 'ftp://x' }), order],
  ])('takes a 202 %s for the answer', async (_what, recorded, options) => {
    expect(output(await advance(history().turn(1).completed(0, recorded), options))).toMatchObject({ status: 202 });
  });

  it('waits until the date that the answer names', async () => {
    const headers = { Location: '/1', 'Retry-After': 'Mon, 01 Jan 2024 00:01:00 GMT' };
    const turn = await advance(history().turn(1).completed(0, accepted(headers)));
    expect(turn.decisions.at(-1)).toMatchObject({ fireAtMs: Date.parse('2024-01-01T00:01:00Z') });
  });

  it('fails when there was no answer, or when history holds none', async () => {
    const failed = await advance(history().turn(1).failed(0, { reason: 'no route' }));
    expect(failed.outcome).toMatchObject({ failure: { errorMessage: 'no route' }, error: { code: 'task-failed' } });
    const unreadable = await advance(history().turn(1).completed(0, { status: 200 }));
    expect(unreadable.outcome).toMatchObject({ error: { code: 'malformed-history' } });
    expect((unreadable.outcome as { error: Error }).error.message).not.toContain('secret');
  });

  const retry = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 2000, backoffCoefficient: 2 };
  const status = (statusCode: number, headers = {}) => ({ statusCode, headers, content: '' });

  it('sends the request again after a status to retry or no answer, and answers the last it has got', async () => {
    const options = { ...order, retry };
    const past = history().turn(1).completed(0, status(503));
    const paused = await advance(past, options);
    expect(paused.decisions.at(-1)).toMatchObject({ id: 1, fireAtMs: Date.parse('2024-01-01T00:00:03Z') });
    const first = requestOf(await advance(history(), options));
    expect(requestOf(await advance(past.turn(3).fired(1), options))).toEqual(first);
    const again = await advance(past.turn(4).failed(2, { reason: 'no route' }), options);
    expect(again.decisions.at(-1)).toMatchObject({ id: 3, fireAtMs: Date.parse('2024-01-01T00:00:08Z') });
    const last = await advance(past.turn(8).fired(3).turn(9).completed(4, status(500)), options);
    expect(last.decisions.filter(({ kind }) => kind === 'call-http')).toHaveLength(3);
    expect(output(last)).toMatchObject({ status: 500 });
  });

  it('retries the statuses it is told, and fails when the last attempt had no answer', async () => {
    const options = { ...order, retry: { ...retry, maxNumberOfAttempts: 2, statusCodesToRetry: [429] } };
    expect(output(await advance(history().turn(1).completed(0, status(500)), options))).toMatchObject({ status: 500 });
    const past = history().turn(1).completed(0, status(429)).turn(3).fired(1).turn(4).failed(2, { reason: 'no route' });
    expect((await advance(past, options)).outcome).toMatchObject({ error: { code: 'task-failed' } });
    const isNonRetriable = { errorType: 'E', errorMessage: 'never', isNonRetriable: true };
    const never = history().turn(1).failed(0, { reason: 'never', failureDetails: isNonRetriable });
    expect((await advance(never, options)).outcome).toMatchObject({ error: { code: 'task-failed' } });
  });

  it('counts the attempts of each poll by itself, and the time that is left', async () => {
    const options = { ...order, retry: { ...retry, retryTimeoutMs: 30_000, maxNumberOfAttempts: 9 } };
    const past = history().turn(1).completed(0, status(500)).turn(3).fired(1);
    past
      .turn(4)
      .completed(2, accepted({ Location: '/jobs/1' }))
      .turn(34)
      .fired(3);
    const polled = await advance(past.turn(35).completed(4, status(500)), options);
    // the first pause again, and within the time of this poll
    expect(polled.decisions.at(-1)).toMatchObject({ id: 5, fireAtMs: Date.parse('2024-01-01T00:00:37Z') });
    const late = await advance(past.turn(64).fired(5).turn(65).completed(6, status(502)), options);
    expect(output(late)).toMatchObject({ status: 502 });
  });

  it.each<[string, object]>([
    ['no options', { method: undefined }],
    ['a blank method', { method: ' ' }],
    ['a relative address', { url: '/jobs' }],
    ['an address of another kind', { url: 'file:///etc/passwd' }],
    ['a header of two lines', { headers: { a: 'b\r\nc: d' } }],
    ['a header that is no text', { headers: { a: 5 } }],
    ['a name that is none', { headers: [['a b', 'c']] }],
    ['a list that is none of pairs', { headers: ['a'] }],
    ['a multipart body', { headers: { 'content-type': 'multipart/form-data' } }],
    ['another kind of token', { tokenSource: { kind: 'Basic', resource: 'x' } }],
    ['a token for nothing', { tokenSource: { kind: 'AzureManagedIdentity', resource: '' } }],
    ['a timeout of nothing', { timeoutMs: 0 }],
    ['polling that is neither', { enablePolling: 'yes' }],
    ['retries of nothing', { retry: { maxNumberOfAttempts: 0, firstRetryIntervalMs: 1 } }],
    ['retries by a predicate', { retry: { ...retry, shouldRetry: () => true } }],
    ['retries of statuses that are none', { retry: { ...retry, statusCodesToRetry: [200, 1000] } }],
    ['an option nobody knows', { retries: 3 }],
  ])('refuses %s', async (_what, wrong) => {
    const turn = await advance(history(), { ...order, ...wrong } as never);
    expect(turn.decisions).toEqual([]);
    expect(turn.outcome).toMatchObject({ failure: { errorType: 'TypeError' } });
  });

  it('refuses a body that cannot be written', async () => {
    const turn = await advance(history(), { ...order, body: 1n });
    expect(turn.outcome).toMatchObject({ error: { code: 'not-serializable' } });
  });
});

describe('callHttp under the JSON protocol', () => {
  const at = (seconds: number) => `2024-01-01T00:00:0${seconds}.000Z`;
  const past = [
    { EventType: 12, EventId: -1, Timestamp: at(0) },
    { EventType: 0, EventId: -1, Timestamp: at(0), Name: 'o' },
    { EventType: 4, EventId: 0, Timestamp: at(0), Name: 'BuiltIn::HttpActivity', Input: null },
    { EventType: 13, EventId: -1, Timestamp: at(0) },
    { EventType: 12, EventId: -1, Timestamp: at(1) },
    { EventType: 5, TaskScheduledId: 0, Timestamp: at(1), Result: JSON.stringify(accepted({ Location: '/1' })) },
  ];
  const actions = async (form: 'async' | 'generator', upperSchemaVersionNew: number, options = order) => {
    const payload = {
      history: past,
      instanceId: 'i',
      input: null,
      upperSchemaVersionNew,
      defaultHttpAsyncRequestSleepTimeMillseconds: 4000,
    };
    const answer = await runOrchestration(forms[form](options), payload, { log: silent });
    return answer.state.actions;
  };
  const http = { actionType: 8, httpRequest: { method: 'POST', asynchronousPatternEnabled: true } };

  it.each([0, 1, 2])('leaves polling to the host in generators, schema %i', async (schema) => {
    expect(await actions('generator', schema)).toMatchObject([[http]]);
    expect((await actions('generator', schema))[0]).toHaveLength(1);
  });

  it('spells polling out where requests are sent again: the host must show every answer', async () => {
    const retry = { maxNumberOfAttempts: 2, firstRetryIntervalMs: 1000 };
    const asked = { actionType: 8, httpRequest: { asynchronousPatternEnabled: false } };
    expect(await actions('generator', 2, { ...order, retry })).toMatchObject([[asked, { actionType: 5 }]]);
  });

  it('spells polling out in async code, with the pause of the host', async () => {
    const asked = { ...http, httpRequest: { asynchronousPatternEnabled: false } };
    const pause = { actionType: 5, fireAt: at(5) };
    expect(await actions('async', 0)).toMatchObject([[asked, pause]]);
    expect(await actions('async', 2)).toMatchObject([[{ compoundActions: [asked, pause, { actionType: 12 }] }]]);
  });

  it('writes token and timeout as the host reads them', async () => {
    const options = { authorityHost: 'https://login.example/', tenantId: 't' };
    const tokenSource = { kind: 'AzureManagedIdentity', resource: 'r', options } as const;
    const [[action] = []] = await actions('generator', 2, { ...order, tokenSource, timeoutMs: 90_500 });
    expect(action).toMatchObject({
      httpRequest: {
        tokenSource: {
          kind: 'AzureManagedIdentity',
          resource: 'r',
          options: { authorityhost: 'https://login.example/', tenantid: 't' },
        },
        timeout: '00:01:30.500',
      },
    });
    expect(action).not.toHaveProperty('httpRequest.timeoutMs');
  });

  it('does not let a host that still polls hold up what comes after a failure', async () => {
    const both = orchestration('o', function* (ctx: OrchestrationContext) {
      try {
        return yield* ctx.joinAll([ctx.callHttp(order), ctx.callActivity('fails')]);
      } catch {
        return yield* ctx.callActivity('undo');
      }
    });
    const [turn, begun, ...rest] = past;
    const scheduled = { EventType: 4, EventId: 1, Timestamp: at(0), Name: 'fails', Input: null };
    const failed = { EventType: 6, TaskScheduledId: 1, Timestamp: at(1), Reason: 'boom', Details: '' };
    const payload = {
      history: [turn, begun, rest[0], scheduled, ...rest.slice(1), failed],
      instanceId: 'i',
      input: null,
      upperSchemaVersionNew: 2,
    };
    const { state } = await runOrchestration(both, payload, { log: silent });
    expect(state.actions).toMatchObject([
      [
        { actionType: 11, compoundActions: [{ actionType: 12 }, { actionType: 12, compoundActions: [] }] },
        { functionName: 'undo' },
      ],
    ]);
  });

  it('keeps the ids of the steps of a host that polls apart from those of the code', async () => {
    const both = orchestration('o', function* (ctx: OrchestrationContext) {
      const { status } = yield* ctx.callHttp(order);
      return [status, yield* ctx.callActivity('next')];
    });
    const later = [
      ...past,
      { EventType: 10, EventId: 1, Timestamp: at(1), FireAt: at(5) },
      { EventType: 13, EventId: -1, Timestamp: at(1) },
      { EventType: 12, EventId: -1, Timestamp: at(5) },
      { EventType: 11, TimerId: 1, Timestamp: at(5) },
      { EventType: 4, EventId: 2, Timestamp: at(5), Name: 'BuiltIn::HttpActivity', Input: null },
      { EventType: 12, EventId: -1, Timestamp: at(6) },
      { EventType: 5, TaskScheduledId: 2, Timestamp: at(6), Result: JSON.stringify(done) },
      { EventType: 4, EventId: 3, Timestamp: at(6), Name: 'next', Input: null },
      { EventType: 12, EventId: -1, Timestamp: at(7) },
      { EventType: 5, TaskScheduledId: 3, Timestamp: at(7), Result: '"ok"' },
    ];
    const payload = { history: later, instanceId: 'i', input: null, upperSchemaVersionNew: 2 };
    const { state } = await runOrchestration(both, payload, { log: silent });
    expect(state).toMatchObject({ isDone: true, output: [200, 'ok'] });
    expect(state.actions).toMatchObject([[http, { actionType: 0, functionName: 'next' }]]);
    expect(state.actions[0]).toHaveLength(2);
  });
});

describe('a test hub', () => {
  it('answers HTTP calls as the test says, polls at their times included', async () => {
    const asked: string[] = [];
    const http = async ({ method, uri }: HttpRequest): Promise<Partial<HttpResponse>> => {
      asked.push(`${method} ${uri}`);
      return asked.length < 3 ? { status: 202, headers: { Location: '/jobs/1' } } : { content: 'hi' };
    };
    const hub = new TestHub({ http, startTime: new Date(0) });
    const instance = hub.start(forms.async(order));
    await hub.run();
    expect(instance.output).toEqual({ status: 200, headers: {}, content: 'hi' });
    expect(asked).toEqual([`POST ${order.url}`, 'GET https://api.example/jobs/1', 'GET https://api.example/jobs/1']);
    expect(hub.nowMs).toBe(60_000);
  });

  it('fails HTTP calls that the test says nothing of', async () => {
    const hub = new TestHub();
    const instance = hub.start(forms.async(order));
    await hub.run();
    expect(instance.error).toMatchObject({ message: expect.stringContaining('an http function') });
  });
});

describe('runHttpCall', () => {
  const { signal } = new AbortController();
  const request = { method: 'POST', uri: 'https://api.example/', content: 'c', headers: { a: ['1', '2'], b: '3' } };

  it('sends the request and records its answer', async () => {
    const sent: unknown[] = [];
    const fetch = async (url: string, { method, headers, body }: RequestInit): Promise<Response> => {
      sent.push({ url, method, headers, body });
      return new Response('no', { status: 404, headers: { 'X-A': 'b', 'content-type': 'text/plain' } });
    };
    const outcome = await runHttpCall(JSON.stringify(request), { fetch, signal });
    expect(sent).toEqual([
      {
        url: request.uri,
        method: 'POST',
        headers: [
          ['a', '1'],
          ['a', '2'],
          ['b', '3'],
        ],
        body: 'c',
      },
    ]);
    expect(outcome.kind === 'completed' && JSON.parse(outcome.result ?? '')).toEqual({
      statusCode: 404,
      headers: { 'x-a': 'b', 'content-type': 'text/plain' },
      content: 'no',
    });
  });

  it('records why there was no answer', async () => {
    const fetch = async (_url: string, { signal: given }: RequestInit): Promise<Response> => {
      given?.throwIfAborted();
      throw new TypeError('fetch failed', { cause: new Error('no route') });
    };
    const input = JSON.stringify(request);
    expect(await runHttpCall(input, { fetch, signal })).toMatchObject({
      kind: 'failed',
      failure: { failureDetails: { errorMessage: 'fetch failed', innerFailure: { errorMessage: 'no route' } } },
    });
    expect(await runHttpCall(input, { fetch, signal: AbortSignal.abort(new Error('closing')) })).toMatchObject({
      failure: { reason: expect.stringContaining('closing') },
    });
    const withToken = { ...request, tokenSource: { kind: 'AzureManagedIdentity', resource: 'r' } };
    expect(await runHttpCall(JSON.stringify(withToken), { fetch, signal })).toMatchObject({
      failure: { failureDetails: { isNonRetriable: true, errorMessage: expect.stringContaining('no token') } },
    });
  });
});
