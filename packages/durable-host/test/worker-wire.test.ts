import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost, type DurableHostOptions } from '@perdura/durable-host';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';
import { type FakeWorker, openWorker, type WorkerReply, type WorkerRequest } from './fakes/open-worker.ts';

const open: FakeWorker[] = [];
afterEach(async () => {
  await closeTestHosts();
  await Promise.all(open.splice(0).map((worker) => worker.close()));
});

async function worker(reply: (request: WorkerRequest) => WorkerReply, port?: number): Promise<FakeWorker> {
  const opened = await openWorker(reply, port);
  open.push(opened);
  return opened;
}

const listing = (functions: readonly object[]): WorkerReply => [200, JSON.stringify({ functions })];
const work = { name: 'work', kind: 'activity' };

/** Calls the activity `work`, and tells what it returned or failed with. */
const caller = orchestration('caller', async (ctx) => {
  try {
    return await ctx.callActivity('work', 'Tokyo');
  } catch (error) {
    return (error as Error).message;
  }
});

async function callWork(url: string, options: Partial<DurableHostOptions> & { timeoutMs?: number } = {}) {
  const { timeoutMs, ...others } = options;
  const workers = [{ url, functions: ['work'], ...(timeoutMs !== undefined && { timeoutMs }) }];
  const host = await openTestHost({ functions: [caller], workers, ...others });
  await host.client.startNew('caller', { instanceId: 'käse/🧀 1'.replace('/', '-') });
  return { ...host, finish: () => host.finish('käse-🧀 1') };
}

describe('a worker', () => {
  it('is asked once what it has, then for one function after the other', async () => {
    const { url, requests } = await worker(({ method }) => (method === 'GET' ? listing([work]) : [200, '"done"']));
    const { finish } = await callWork(`${url}/`);
    expect((await finish()).output).toBe('done');
    expect(requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['GET', '/', ''],
      ['POST', '/work', '"Tokyo"'],
    ]);
    expect(requests[1]?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-perdura-instance-id': encodeURIComponent('käse-🧀 1'),
    });
  });

  it('may be behind a path, and may not know the question', async () => {
    const { url, requests } = await worker(({ method }) => (method === 'GET' ? [404] : [204]));
    const { finish } = await callWork(`${url}/functions`);
    expect((await finish()).output).toBeNull();
    expect(requests.map(({ path }) => path)).toEqual(['/functions/', '/functions/work']);
  });

  it('that is not there yet is asked again later, and nothing is lost', async () => {
    const { port, close } = await openWorker(() => [500]);
    await close();
    const { finish, settle, clock } = await callWork(`http://127.0.0.1:${port}`);
    await settle();
    expect(clock.dueInMs).toEqual([1_000]);
    clock.jump();
    await settle();
    expect(clock.dueInMs).toEqual([2_000]);
    await worker(({ method }) => (method === 'GET' ? listing([work]) : [200, '1']), port);
    expect((await finish()).output).toBe(1);
  });

  it.each<[string, WorkerReply]>([
    ['answers 503', [503, 'overloaded']],
    ['answers a redirect', [302]],
    ['cuts the connection', 'cut'],
  ])('that %s is asked again later', async (_what, reply) => {
    const replies = [reply, reply];
    const { url } = await worker(({ method }) => (method === 'GET' ? listing([work]) : (replies.pop() ?? [200, '1'])));
    const { finish } = await callWork(url);
    expect(await finish()).toMatchObject({ output: 1, lastUpdatedTime: new Date('2026-01-01T00:00:03Z') });
  });

  it.each<[string, WorkerReply]>([
    ['no JSON', [200, 'hello']],
    ['another list', [200, '{"functions":[{"name":"work","kind":"timer"}]}']],
    ['an error', [500, 'oops']],
  ])('that lists its functions as %s is asked again later', async (_what, reply) => {
    const replies = [reply];
    const { url } = await worker(({ method }) => (method === 'GET' ? (replies.pop() ?? listing([work])) : [200, '1']));
    const { finish } = await callWork(url);
    expect(await finish()).toMatchObject({ output: 1, lastUpdatedTime: new Date('2026-01-01T00:00:01Z') });
  });

  it('that does not have an activity fails the call, and names those it has', async () => {
    const { url } = await worker(() =>
      listing([
        { name: 'other', kind: 'activity' },
        { name: 'work', kind: 'entity' },
      ]),
    );
    const { finish } = await callWork(url);
    expect((await finish()).output).toBe(
      "The function 'work' doesn't exist or is not an activity function. Known: 'other'.",
    );
  });

  it('that takes too long fails its activity', async () => {
    const { url } = await worker(({ method }) => (method === 'GET' ? listing([work]) : 'hang'));
    const { finish } = await callWork(url, { timeoutMs: 50 });
    expect((await finish()).output).toBe("Error: The time limit of 50 ms was exceeded by function 'work'.");
  });

  it('that has not answered yet does not keep a host from closing', async () => {
    const hanging = Promise.withResolvers<void>();
    const { url } = await worker(({ method, path }) => {
      if (method === 'GET') return listing([work, { name: 'turn', kind: 'orchestration' }]);
      if (path === '/turn') hanging.resolve();
      return 'hang';
    });
    const { host, client } = await openTestHost({
      functions: [caller],
      workers: [{ url, functions: ['work', 'turn'] }],
    });
    await client.startNew('caller');
    await client.startNew('turn');
    await hanging.promise;
    await host.close();
  });
});

describe('an orchestration of a worker', () => {
  const answer = JSON.stringify({ isDone: true, schemaVersion: 1, actions: [[]], output: 'out' });
  const turn = { name: 'turn', kind: 'orchestration' };

  it('is tried again when its turn took too long', async () => {
    const replies: WorkerReply[] = ['hang'];
    const { url } = await worker(({ method }) =>
      method === 'GET' ? listing([turn]) : (replies.pop() ?? [200, answer]),
    );
    const workers = [{ url, functions: ['turn'], turnTimeoutMs: 50 }];
    const { client, finish } = await openTestHost({ workers });
    await client.startNew('turn', { instanceId: 'one' });
    expect(await finish('one')).toMatchObject({ output: 'out', lastUpdatedTime: new Date('2026-01-01T00:00:01Z') });
  });

  it('takes its turns while more activities than that run at its worker', async () => {
    const arrived = Promise.withResolvers<void>();
    const { url, requests } = await worker(({ method, path }) => {
      if (method === 'GET') return listing([work, turn]);
      if (path === '/turn') return [200, answer];
      if (requests.length > 60) arrived.resolve();
      return 'hang';
    });
    const busy = orchestration('busy', async (ctx) =>
      ctx.joinAll(Array.from({ length: 100 }, () => ctx.callActivity('work'))),
    );
    const { client } = await openTestHost({ functions: [busy], workers: [{ url, functions: ['work', 'turn'] }] });
    await client.startNew('busy');
    await arrived.promise;
    await client.startNew('turn', { instanceId: 'one' });
    expect(await client.waitForCompletion('one', { pollingIntervalMs: 5 })).toMatchObject({ output: 'out' });
  });

  it('can be terminated while its worker is down', async () => {
    const { port, close } = await openWorker(() => [500]);
    await close();
    const { client, finish, settle } = await openTestHost({
      workers: [{ url: `http://127.0.0.1:${port}`, functions: ['turn'] }],
    });
    await client.startNew('turn', { instanceId: 'one' });
    await settle();
    await client.terminate('one', 'enough');
    await settle();
    expect(await finish('one')).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
  });

  it('waits for a worker that will have it', async () => {
    const listings = [listing([work]), listing([])];
    const { url, requests } = await worker(({ method }) =>
      method === 'GET' ? (listings.pop() ?? listing([turn])) : [200, answer],
    );
    const { client, finish } = await openTestHost({ workers: [{ url, functions: ['turn'] }] });
    await client.startNew('turn', { instanceId: 'one' });
    expect(await finish('one')).toMatchObject({ output: 'out', lastUpdatedTime: new Date('2026-01-01T00:00:03Z') });
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'POST']);
  });

  it('is started by clients when its worker has it, or has not told yet', async () => {
    const { url } = await worker(({ method }) => (method === 'GET' ? listing([turn, work]) : [200, answer]));
    const { client, finish } = await openTestHost({ workers: [{ url, functions: ['Turn', 'work'] }] });
    await client.startNew('turn', { instanceId: 'one' });
    await finish('one');
    await expect(client.startNew('work')).rejects.toThrow(
      "The function 'work' doesn't exist or is not an orchestrator function. Known: 'Turn'.",
    );
  });
});

describe('the option workers', () => {
  const url = 'http://127.0.0.1:1';
  it.each<[string, unknown, RegExp]>([
    ['no list', {}, /workers must be a list/],
    ['no worker', ['http://a'], /workers\[0\] must be \{ url, functions \}/],
    ['no address', [{ url: 'localhost:1', functions: ['a'] }], /workers\[0\]\.url must be an absolute/],
    ['an address with a query', [{ url: `${url}?a`, functions: ['a'] }], /url must be an absolute .* without a query/],
    ['no functions', [{ url, functions: [] }], /functions must be a list of at least one name/],
    ['a function without a name', [{ url, functions: [' '] }], /functions must be a list/],
    ['no time for a turn', [{ url, functions: ['a'], turnTimeoutMs: '5' }], /turnTimeoutMs must be a number/],
    ['no time', [{ url, functions: ['a'], timeoutMs: 0 }], /timeoutMs must be a number/],
    [
      'an unknown member',
      [{ url, functions: ['a'], tls: true }],
      /unknown option 'tls'\. Known options: url, functions/,
    ],
    [
      'a name twice',
      [{ url, functions: ['a', 'A'] }],
      /worker's function 'A' has the name of the worker's function 'a'/,
    ],
    ['the name of a function', [{ url, functions: ['Here'] }], /'Here' has the name of the activity 'here'/],
  ])('with %s is refused', async (_what, workers, message) => {
    const functions = [activity('here', () => 1)];
    const opened = DurableHost.open({ database: ':memory:', functions, workers: workers as [] });
    await expect(opened).rejects.toThrow(TypeError);
    await expect(DurableHost.open({ database: ':memory:', functions, workers: workers as [] })).rejects.toThrow(
      message,
    );
  });
});
