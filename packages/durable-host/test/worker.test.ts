import { afterEach, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { DurableHost } from '@perdura/durable-host';
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
  const answer = async (path: string, method = 'POST') => {
    const response = await fetch(`${url}${path}`, { method });
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
  expect(await answer('/starter', 'GET')).toEqual([405, 'Functions are invoked by POST.']);
  expect(await answer('/Starter')).toEqual([500, expect.stringMatching(/not a valid durable client input/)]);
});
