import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const origin = 'http://hub.example:7071';
const api = `${origin}/runtime/webhooks/durabletask`;
const greet = activity('greet', (name: string) => `Hello ${name}!`);
const greeter = orchestration('greeter', async (ctx) => {
  const greeting = await ctx.callActivity(greet, String(ctx.input));
  return ctx.input === 'wait' ? ctx.waitForEvent('go') : greeting;
});
const broken = orchestration('broken', async () => {
  throw new Error('no way');
});
const functions = [greeter, broken, greet];

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

async function openApi() {
  const test = await openTestHost({ functions });
  const call = async (method: string, path: string, init: { body?: string; headers?: Record<string, string> } = {}) => {
    const { body, headers = { 'content-type': 'application/json' } } = init;
    const response = await test.host.fetch(
      new Request(path.startsWith('/') ? `${api}${path}` : path, {
        method,
        headers,
        ...(body !== undefined && { body }),
      }),
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  return { ...test, call };
}

describe('POST orchestrators/{name}', () => {
  it('starts an instance and says where to go on with it', async () => {
    const { call } = await openApi();
    const { status, headers, body } = await call('POST', '/orchestrators/greeter/my%20order', { body: '"Ada"' });
    const hub = 'taskHub=DurableFunctionsHub&connection=Storage';
    const instance = `${api}/instances/my%20order`;
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`${instance}?${hub}`);
    expect(headers.get('retry-after')).toBe('10');
    expect(body).toEqual({
      id: 'my order',
      statusQueryGetUri: `${instance}?${hub}`,
      sendEventPostUri: `${instance}/raiseEvent/{eventName}?${hub}`,
      terminatePostUri: `${instance}/terminate?reason={text}&${hub}`,
      purgeHistoryDeleteUri: `${instance}?${hub}`,
      restartPostUri: `${instance}/restart?${hub}`,
      suspendPostUri: `${instance}/suspend?reason={text}&${hub}`,
      resumePostUri: `${instance}/resume?reason={text}&${hub}`,
    });
  });

  it('makes an id when it is given none, and starts without input on an empty body', async () => {
    const { call, finish } = await openApi();
    const { body } = await call('POST', '/orchestrators/GREETER');
    expect(body.id).toMatch(/^[0-9a-f]{32}$/);
    expect(await finish(body.id)).toMatchObject({ name: 'greeter', input: null, output: 'Hello undefined!' });
  });

  it.each([
    ['an unknown function', '/orchestrators/nobody', undefined, /'nobody' doesn't exist.*Known: 'greeter', 'broken'/],
    ['an activity', '/orchestrators/greet', undefined, /not an orchestrator function/],
    ['an id of an entity', '/orchestrators/greeter/@counter@1', undefined, /begin with '@'/],
    ['an id with a slash', '/orchestrators/greeter/a%2Fb', undefined, /must not contain/],
    ['a blank id', '/orchestrators/greeter/%20', undefined, /must not be blank/],
    ['an id that is too long', `/orchestrators/greeter/${'x'.repeat(257)}`, undefined, /at most 256/],
    ['input that is not JSON', '/orchestrators/greeter', '{', /Invalid JSON content/],
    ['input no status could show', '/orchestrators/greeter', nested(10_000), /Invalid JSON content/],
  ])('refuses %s with 400', async (_what, path, body, message) => {
    const { call } = await openApi();
    const answer = await call('POST', path, body === undefined ? {} : { body });
    expect(answer.status).toBe(400);
    expect(`${answer.body.Message} ${answer.body.ExceptionMessage}`).toMatch(message);
  });

  it('answers 409 while an instance of the id has not finished', async () => {
    const { call } = await openApi();
    await call('POST', '/orchestrators/greeter/one', { body: '"wait"' });
    const { status, body } = await call('POST', '/orchestrators/greeter/one', { body: '"wait"' });
    expect(status).toBe(409);
    expect(body.Message).toMatch(/'one' exists already/);
  });

  it('waits for the output when it is told how long', async () => {
    const { call } = await openApi();
    const wait = 'timeout=2.5&pollingInterval=0.5';
    expect(await call('POST', `/orchestrators/greeter?${wait}`, { body: '"Ada"' })).toMatchObject({
      status: 200,
      body: 'Hello Ada!',
    });
    expect(await call('POST', `/orchestrators/broken?${wait}`)).toMatchObject({
      status: 200,
      body: { runtimeStatus: 'Failed' },
    });
  });

  it('answers as without waiting when the time is up', async () => {
    const { call, clock, host } = await openApi();
    const answer = call('POST', '/orchestrators/greeter/slow?timeout=2&pollingInterval=1', { body: '"wait"' });
    await new Promise((resolve) => setImmediate(resolve));
    await host.whenIdle();
    while (clock.dueInMs.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(clock.dueInMs).toEqual([2_000]);
    clock.jump();
    expect(await answer).toMatchObject({ status: 202, body: { id: 'slow' } });
  });
});

describe('GET instances/{id}', () => {
  it('answers 202 with the address to ask again for an open instance, 200 for a finished one', async () => {
    const { call, settle } = await openApi();
    await call('POST', '/orchestrators/greeter/one', { body: '"wait"' });
    await settle();
    const open = await call('GET', '/instances/one?taskHub=DurableFunctionsHub');
    expect(open.status).toBe(202);
    expect(open.headers.get('location')).toBe(`${api}/instances/one?taskHub=DurableFunctionsHub`);
    expect(open.headers.get('retry-after')).toBe('5');
    expect(open.body).toEqual({
      name: 'greeter',
      instanceId: 'one',
      runtimeStatus: 'Running',
      input: 'wait',
      customStatus: null,
      output: null,
      createdTime: '2026-01-01T00:00:00Z',
      lastUpdatedTime: '2026-01-01T00:00:00Z',
    });
    await call('POST', '/instances/one/raiseEvent/go', { body: '1' });
    await settle();
    expect(await call('GET', '/instances/one/')).toMatchObject({ status: 200, body: { output: 1 } });
  });

  it('shows history, outputs and input as it is told', async () => {
    const { call, settle } = await openApi();
    await call('POST', '/orchestrators/greeter/one', { body: '"Ada"' });
    await settle();
    const at = '2026-01-01T00:00:00.000Z';
    const bare = await call('GET', '/instances/one?showHistory=true&showInput=false');
    expect(bare.body.input).toBeNull();
    expect(bare.body.historyEvents).toEqual([
      { EventType: 'ExecutionStarted', Timestamp: at, FunctionName: 'greeter' },
      { EventType: 'TaskCompleted', Timestamp: at, ScheduledTime: at, FunctionName: 'greet' },
      { EventType: 'ExecutionCompleted', Timestamp: at, OrchestrationStatus: 'Completed' },
    ]);
    const full = await call('GET', '/instances/one?SHOWHISTORY=True&showHistoryOutput=true');
    expect(full.body.historyEvents).toEqual([
      { EventType: 'ExecutionStarted', Timestamp: at, FunctionName: 'greeter', Input: 'Ada' },
      {
        EventType: 'TaskCompleted',
        Timestamp: at,
        ScheduledTime: at,
        FunctionName: 'greet',
        Input: 'Ada',
        Result: 'Hello Ada!',
      },
      { EventType: 'ExecutionCompleted', Timestamp: at, OrchestrationStatus: 'Completed', Result: 'Hello Ada!' },
    ]);
  });

  it('answers 404 without a body for an unknown instance', async () => {
    const { call } = await openApi();
    expect(await call('GET', '/instances/nobody')).toMatchObject({ status: 404, body: undefined });
  });

  it('answers 500 for a failed instance when asked to', async () => {
    const { call, settle } = await openApi();
    await call('POST', '/orchestrators/broken/b');
    await settle();
    expect((await call('GET', '/instances/b')).status).toBe(200);
    expect((await call('GET', '/instances/b?returnInternalServerErrorOnFailure=true')).status).toBe(500);
  });
});

describe('GET instances/', () => {
  it('lists by pages, in the order of creation', async () => {
    const { client, settle } = await openApi();
    for (const id of ['c', 'a', 'b', 'x1', 'x2']) await client.startNew('greeter', { instanceId: id, input: 'wait' });
    await client.startNew('broken', { instanceId: 'x3' });
    await settle();
    const idsOf = async (filter: Parameters<DurableClient['queryStatuses']>[0]) => {
      const pages: string[][] = [];
      for await (const page of client.queryStatuses(filter).pages()) pages.push(page.statuses.map((s) => s.instanceId));
      return pages;
    };
    expect(await idsOf({ pageSize: 4 })).toEqual([
      ['a', 'b', 'c', 'x1'],
      ['x2', 'x3'],
    ]);
    expect(await idsOf({ pageSize: 3 })).toEqual([
      ['a', 'b', 'c'],
      ['x1', 'x2', 'x3'],
    ]);
    expect(await idsOf({ instanceIdPrefix: 'x' })).toEqual([['x1', 'x2', 'x3']]);
    expect(await idsOf({ instanceIdPrefix: '%' })).toEqual([[]]);
    expect(await idsOf({ runtimeStatuses: ['Failed', 'Canceled'] })).toEqual([['x3']]);
    expect(await idsOf({ createdTimeFrom: new Date(Date.UTC(2026, 0, 2)) })).toEqual([[]]);
    expect(await idsOf({ createdTimeTo: new Date(Date.UTC(2026, 0, 1)), pageSize: 1000 })).toHaveLength(1);
  });

  it('reads names of statuses regardless of case, and passes over unknown ones', async () => {
    const { call, settle } = await openApi();
    await call('POST', '/orchestrators/broken/one');
    await settle();
    const idsOf = async (statuses: string) =>
      (await call('GET', `/instances/?runtimeStatus=${statuses}`)).body.map(
        (s: { instanceId: string }) => s.instanceId,
      );
    expect(await idsOf('Dancing, failed')).toEqual(['one']);
    expect(await idsOf('Dancing')).toEqual([]);
  });

  it('leaves inputs out when told to, and refuses a token it has not given', async () => {
    const { call } = await openApi();
    await call('POST', '/orchestrators/greeter/one', { body: '"wait"' });
    expect((await call('GET', '/instances?showInput=false')).body).toMatchObject([{ instanceId: 'one', input: null }]);
    const headers = { 'x-ms-continuation-token': 'nonsense' };
    expect((await call('GET', '/instances/', { headers })).status).toBe(400);
  });
});

describe('the other routes', () => {
  it('raise events only from JSON', async () => {
    const { call } = await openApi();
    await call('POST', '/orchestrators/greeter/one', { body: '"wait"' });
    const raise = (init: Parameters<typeof call>[2]) => call('POST', '/instances/one/raiseEvent/go', init);
    expect(await raise({ body: 'x=1', headers: { 'content-type': 'text/plain' } })).toMatchObject({
      status: 400,
      body: { Message: 'Only application/json request content is supported' },
    });
    expect(await raise({})).toMatchObject({ status: 400, body: { Message: 'Invalid JSON content' } });
    expect(await call('POST', '/instances/nobody/raiseEvent/go', {})).toMatchObject({ status: 404 });
    expect(await raise({ body: nested(10_000) })).toMatchObject({ status: 400 });
    expect(await raise({ body: nested(1_000) })).toMatchObject({ status: 202 });
    expect(await raise({ body: JSON.stringify(nested(10_000)) })).toMatchObject({ status: 202 });
    expect(await raise({ body: '1', headers: { 'content-type': 'application/json; charset=utf-8' } })).toMatchObject({
      status: 202,
    });
  });

  it('purge and terminate', async () => {
    const { call, settle } = await openApi();
    await call('POST', '/orchestrators/greeter/one', { body: '"wait"' });
    expect(await call('DELETE', '/instances/one')).toMatchObject({
      status: 412,
      body: expect.stringMatching(/with instance ID one has status (Pending|Running)$/),
    });
    expect((await call('POST', '/instances/one/terminate?reason=a+b%20c')).status).toBe(202);
    await settle();
    expect((await call('GET', '/instances/one')).body).toMatchObject({ runtimeStatus: 'Terminated', output: 'a b c' });
    expect((await call('POST', '/instances/one/terminate?reason=x')).status).toBe(410);
    expect((await call('DELETE', '/instances/one')).body).toEqual({ instancesDeleted: 1 });
    expect((await call('DELETE', '/instances/one')).status).toBe(404);
  });

  it('say that this host is the primary one of its hub', async () => {
    const { call } = await openApi();
    expect(await call('POST', '/makePrimary/')).toMatchObject({ status: 200, body: undefined });
  });

  it.each([
    ['GET', '/'],
    ['GET', '/nothing'],
    ['GET', '/orchestrators/greeter'],
    ['PUT', '/instances/one'],
    ['POST', '/instances/one'],
    ['POST', '/instances/one/dance'],
    ['GET', '/instances/one/suspend'],
    ['POST', '/instances/one/rewind/now'],
    ['PUT', '/instances/'],
    ['POST', '/makeprimary/one'],
    ['POST', '/instances/one/raiseEvent'],
    ['POST', '/orchestrators/greeter/one/two'],
    ['GET', `${origin}/elsewhere`],
    ['GET', `${origin}/`],
  ])('answer 404 without a body to %s %s', async (method, path) => {
    const { call } = await openApi();
    expect(await call(method, path)).toMatchObject({ status: 404, body: undefined });
  });

  it('are also where the local endpoint of the extension has them', async () => {
    const { call } = await openApi();
    const { status } = await call('POST', `${origin}/durabletask/orchestrators/greeter/one`);
    expect(status).toBe(202);
    expect((await call('GET', `${origin}/durabletask/instances/one`)).body.instanceId).toBe('one');
  });

  it('refuse pages of other origins, which browsers let post to this machine', async () => {
    const { call } = await openApi();
    const from = (page: string) => call('POST', '/orchestrators/greeter', { headers: { origin: page } });
    expect((await from('https://evil.example')).status).toBe(403);
    expect((await from('null')).status).toBe(403);
    expect((await from(origin)).status).toBe(202);
  });

  it('refuse another task hub', async () => {
    const { call } = await openApi();
    expect((await call('GET', '/instances/one?taskHub=durablefunctionsHUB')).status).toBe(404);
    const { status, body } = await call('GET', '/instances/one?taskHub=Other');
    expect(status).toBe(400);
    expect(body.Message).toContain("'DurableFunctionsHub'");
  });
});

describe('listen', () => {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const open = (options: { maxRequestBytes?: number } = {}) =>
    DurableHost.open({ database: ':memory:', functions, log: silent, ...options });

  it('serves clients over HTTP, until it is closed', async () => {
    const host = await open();
    try {
      const { baseUrl } = await host.listen({ port: 0 });
      expect(baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/runtime\/webhooks\/durabletask$/);
      for (const hub of [{ baseUrl }, host.clientBinding()]) {
        const client = new DurableClient(hub);
        const id = await client.startNew(greeter, 'Ada', { instanceId: 'a b' });
        const { output, createdTime } = await client.waitForCompletion(id);
        expect(output).toBe('Hello Ada!');
        expect(Math.abs(Date.now() - createdTime.getTime())).toBeLessThan(60_000);
        expect(await client.purgeHistory(id)).toEqual({ instancesDeleted: 1 });
      }
      await host.close();
      await expect(new DurableClient({ baseUrl }).queryStatus('x')).rejects.toMatchObject({ code: 'network' });
    } finally {
      await host.close();
    }
  });

  it('answers 500 and logs when something it depends on breaks', async () => {
    const errors: unknown[] = [];
    const log = { ...silent, error: (...line: unknown[]) => errors.push(line) };
    let isBroken = false;
    const now = () => {
      if (isBroken) throw new Error('the battery is flat');
      return 0;
    };
    const host = await DurableHost.open({
      database: ':memory:',
      functions,
      log,
      clock: { now, schedule: () => () => {} },
    });
    try {
      isBroken = true;
      const response = await host.fetch(new Request(`${api}/orchestrators/greeter`, { method: 'POST' }));
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({
        Message: 'Something went wrong while processing your request',
        ExceptionMessage: 'Error: the battery is flat',
      });
      expect(errors).toHaveLength(1);
    } finally {
      await host.close();
    }
  });

  it('refuses a body that is larger than allowed, on the wire and in process', async () => {
    const host = await open({ maxRequestBytes: 100 });
    try {
      const { baseUrl } = await host.listen({ port: 0 });
      const body = JSON.stringify('x'.repeat(100));
      const overTheWire = await fetch(`${baseUrl}/orchestrators/greeter`, { method: 'POST', body });
      expect(overTheWire.status).toBe(413);
      const inProcess = await host.fetch(new Request(`${baseUrl}/orchestrators/greeter`, { method: 'POST', body }));
      expect(inProcess.status).toBe(413);
      expect((await fetch(`${baseUrl}/orchestrators/greeter`, { method: 'POST', body: '"x"' })).status).toBe(202);
    } finally {
      await host.close();
    }
  });

  it('says why it cannot listen, and may be told another port', async () => {
    const [one, two] = [await open(), await open()];
    try {
      const { baseUrl } = await one.listen({ port: 0 });
      const port = Number(new URL(baseUrl).port);
      await expect(one.listen({ port: 0 })).rejects.toMatchObject({ code: 'already-listening' });
      await expect(two.listen({ port })).rejects.toMatchObject({ code: 'listen-failed' });
      expect(() => two.clientBinding()).toThrow(expect.objectContaining({ code: 'not-listening' }));
      await two.listen({ port: 0 });
      expect(two.clientBinding('mine').managementUrls.statusQueryGetUri).toContain('/instances/mine?');
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });

  it.each([{ port: -1 }, { port: 70_000 }, { port: '80' }, { host: '' }, { hostname: 'x' }, null])(
    'refuses %j',
    async (options) => {
      const host = await open();
      await expect(host.listen(options as never)).rejects.toThrow(TypeError);
      await host.close();
    },
  );

  it('takes the host from the Host header, never from a path that looks like one', async () => {
    const host = await open();
    try {
      const { baseUrl } = await host.listen({ port: 0 });
      const { port, pathname } = new URL(baseUrl);
      const headers = { origin: 'http://evil.example', 'content-type': 'application/json' };
      const path = `//evil.example${pathname}/orchestrators/greeter`;
      const status = await new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', port, method: 'POST', path, headers };
        request(options, ({ statusCode }) => resolve(statusCode))
          .on('error', reject)
          .end('1');
      });
      expect(status).toBe(403);
      expect(await (await fetch(`${baseUrl}/instances/`)).json()).toEqual([]);
    } finally {
      await host.close();
    }
  });

  it('leaves no port open when the host is closed meanwhile', async () => {
    const host = await open();
    const [listening] = await Promise.allSettled([host.listen({ port: 0 }), host.close()]);
    expect(listening).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
  });

  it('leaves nothing that works after close', async () => {
    const host = await open();
    await Promise.all([host.close(), host.close()]);
    await host[Symbol.asyncDispose]();
    const closed = { code: 'closed' };
    await expect(host.listen({ port: 0 })).rejects.toMatchObject(closed);
    await expect(host.fetch(new Request(`${api}/instances/`))).rejects.toMatchObject(closed);
    await expect(host.whenIdle()).rejects.toMatchObject(closed);
    expect(() => host.clientBinding()).toThrow(expect.objectContaining(closed));
  });
});
