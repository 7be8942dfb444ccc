import { afterEach, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { DurableHost } from '@perdura/durable-host';
import { loadFunctionsApp, type ServeWorkerOptions, serveWorker } from '@perdura/durable-host/worker';
import { startWorkerProcess, type WorkerProcess } from './fakes/worker-process.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function startWorker(): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(new URL('./programs/client-worker.ts', import.meta.url), []);
  open.push({ close: () => worker.kill() });
  return worker;
}

it('a worker gives functions a client of the host, their hooks and a log', async () => {
  const { url, functions, lines } = await startWorker();
  expect(functions).toEqual(['asks', 'started', 'starter']);
  const host = await DurableHost.open({ database: ':memory:', workers: [{ url, functions }], log: silent });
  open.push(host);
  const { baseUrl } = await host.listen({ port: 0 });
  const client = new DurableClient({ baseUrl });

  const id = await client.startNew('asks', { instanceId: '42', input: 'by-activity' });

  expect(await client.waitForCompletion(id, { pollingIntervalMs: 5 })).toMatchObject({
    output: {
      output: ['by-activity-hooked', { by: '42' }],
      urls: `${baseUrl}/instances/by-activity-hooked?taskHub=DurableFunctionsHub&connection=Storage`,
      hooked: true,
    },
  });
  expect(await lines.next()).toMatchObject({ value: 'starter: it has ended' });
});

it('a worker tells which functions it has, and invokes no others', async () => {
  const { url } = await startWorker();
  const answer = async (path: string, method = 'POST', headers = {}) => {
    const response = await fetch(`${url}${path}`, { method, headers });
    return [response.status, await response.text()];
  };
  expect(JSON.parse((await answer('/', 'GET'))[1] as string)).toEqual({
    functions: [
      { name: 'asks', kind: 'orchestration', wantsClient: false },
      { name: 'started', kind: 'orchestration', wantsClient: false },
      { name: 'starter', kind: 'activity', wantsClient: true },
    ],
  });
  expect(await answer('/unrelated')).toEqual([404, "There is no function 'unrelated'."]);
  expect(await answer('/%')).toEqual([404, "There is no function '/%'."]);
  expect(await answer('/starter', 'POST', { origin: url })).toEqual([403, 'Pages may not use this worker.']);
  expect(await answer('/starter', 'GET')).toEqual([405, 'Functions are invoked by POST.']);
  expect(await answer('/Starter')).toEqual([500, expect.stringMatching(/not a valid durable client input/)]);
});

it('a worker refuses wrong options before it loads anything', async () => {
  const app = () => {
    throw new Error('it was loaded');
  };
  const refusals: readonly (readonly [options: object, message: RegExp])[] = [
    [{}, /loadFunctionsApp takes a function that imports the app/],
    [{ app, port: -1 }, /port must be a whole number/],
    [{ app, host: '' }, /host must be a name/],
    [{ app, maxRequestBytes: 0 }, /maxRequestBytes must be a whole number above 0/],
    [{ app, log: {} }, /log must have debug/],
    [{ app, tls: true }, /unknown option 'tls'\. Known options: app, port, host, maxRequestBytes, log/],
  ];
  for (const [options, message] of refusals) {
    await expect(serveWorker(options as ServeWorkerOptions)).rejects.toThrow(TypeError);
    await expect(serveWorker(options as ServeWorkerOptions)).rejects.toThrow(message);
  }
  await expect(serveWorker(undefined as never)).rejects.toThrow('serveWorker takes { app, port }');
  await expect(loadFunctionsApp(app, { port: 1 } as object)).rejects.toThrow("unknown option 'port'");
});

it('an app that registers nothing durable is refused', async () => {
  await expect(loadFunctionsApp(() => {})).rejects.toThrow(/has registered no orchestration, activity or entity/);
});
