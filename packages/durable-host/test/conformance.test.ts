import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { OrchestrationStatus } from '@perdura/durable-client';
import { registerWithAzureFunctions } from '@perdura/durable-core/azure-functions';
import type { DurableHostOptions } from '@perdura/durable-host';
import { durableFunctionsOf } from '../src/worker/durable-functions-of.ts';
import { FunctionsCore } from '../src/worker/functions-core.ts';
import { ourFunctions } from './conformance/our-functions.ts';
import { type Sample, samples, startSample } from './conformance/samples.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';
import { startWorkerProcess, type WorkerProcess } from './fakes/worker-process.ts';

const core = new FunctionsCore();
jest.mock('@azure/functions-core', () => core.module, { virtual: true });
const azureFunctions = await import('@azure/functions');
const { registerTheirs } = await import('./conformance/their-functions.ts');
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The functions of an app that is loaded into this process. */
function loadHere(register: () => void) {
  register();
  return { functions: durableFunctionsOf(core, silent) };
}

const jobs = createServer((request, response) => {
  response.sendDate = false;
  if (request.method === 'POST') {
    response.writeHead(202, { location: '/jobs/1', 'retry-after': '5' }).end();
  } else {
    response.writeHead(200).end('{"n":1}');
  }
});
let serverUrl = '';
const workers = new Map<string, WorkerProcess>();
beforeAll(async () => {
  jobs.listen(0, '127.0.0.1');
  await once(jobs, 'listening');
  serverUrl = `http://127.0.0.1:${(jobs.address() as AddressInfo).port}`;
  for (const whose of ['ours', 'theirs']) {
    workers.set(whose, await startWorkerProcess(new URL('./programs/worker-process.ts', import.meta.url), [whose]));
  }
});
afterEach(closeTestHosts);
afterAll(async () => {
  jobs.closeAllConnections();
  jobs.close();
  for (const worker of workers.values()) await worker.kill();
});

/** The functions of a worker in another process. */
function askThere(whose: string) {
  const { url = '', functions = [] } = workers.get(whose) ?? {};
  return { workers: [{ url, functions }] };
}

type HostFunctions = Pick<DurableHostOptions, 'functions' | 'workers'>;

const byTheEngine = (): HostFunctions => ({ functions: ourFunctions() });
const ways: readonly (readonly [title: string, whose: 'ours' | 'theirs', options: () => HostFunctions])[] = [
  ['our functions, by the engine', 'ours', byTheEngine],
  [
    'our functions, by the JSON protocol',
    'ours',
    () => loadHere(() => registerWithAzureFunctions(azureFunctions, ourFunctions())),
  ],
  ['our functions in a second process', 'ours', () => askThere('ours')],
  ['functions of durable-functions', 'theirs', () => loadHere(registerTheirs)],
  ['functions of durable-functions in a second process', 'theirs', () => askThere('theirs')],
];

async function run(sample: Sample, options: HostFunctions): Promise<OrchestrationStatus> {
  const { client, finish, settle } = await openTestHost(options);
  const instanceId = await startSample(sample, client, serverUrl);
  await settle();
  return finish(instanceId);
}

describe.each(ways)('%s', (_title, whose, options) => {
  const able = samples.filter(({ needs = whose }) => needs === whose);
  it.each(able.map((sample) => [sample.title, sample] as const))('come to the right end: %s', async (_end, sample) => {
    const { runtimeStatus, output, customStatus } = await run(sample, options());
    expect({ runtimeStatus, output, customStatus }).toMatchObject(sample.ends);
  });

  it('stand still while they are suspended', async () => {
    const { client, settle, finish } = await openTestHost(options());
    const id = await client.startNew('approval', { instanceId: 'one' });
    await settle();
    await client.suspend(id, 'lunch');
    await client.raiseEvent(id, 'approve', { by: 'Ada' });
    await settle();
    expect((await client.queryStatus(id))?.runtimeStatus).toBe('Suspended');
    await client.resume(id, 'back');
    await settle();
    expect(await finish(id)).toMatchObject({ output: 'Ada', customStatus: 'decided' });
  });

  it('go on where they failed when they are rewound', async () => {
    const { client, settle, finish } = await openTestHost(options());
    const input = { key: 'rewound', failures: 1 };
    const id = await client.startNew('fragile', { instanceId: 'one', input });
    await settle();
    expect((await client.queryStatus(id))?.runtimeStatus).toBe('Failed');
    await client.rewind(id, 'it works now');
    await settle();
    expect(await finish(id)).toMatchObject({ output: ['first', 'at last'] });
  });

  it('begin again with the same input when they are restarted', async () => {
    const { client, settle, finish } = await openTestHost(options());
    const id = await client.startNew('fan_out', { instanceId: 'one', input: ['Tokyo'] });
    await settle();
    await client.restart(id, { keepInstanceId: true });
    await settle();
    expect(await finish(id)).toMatchObject({ output: ['Hello Tokyo!'] });
  });
});

/** What clients see of an instance, without ids that are new each time and the lines of code in which something was thrown. */
function seen(status: OrchestrationStatus): unknown {
  const text = JSON.stringify(status, (key, value: unknown) => {
    if (/^(?:details|stackTrace)$/i.test(key)) return undefined;
    return typeof value === 'string' ? value.replace(/,"stack":".*"/, '') : value;
  });
  return JSON.parse(text.replaceAll(/\b[0-9a-f]{32}\b/g, 'id'));
}

describe('the JSON protocol', () => {
  it.each(samples.map((sample) => [sample.title, sample] as const))(
    'leaves the same status and history as the engine: %s',
    async (_title, sample) => {
      expect(seen(await run(sample, askThere('ours')))).toEqual(seen(await run(sample, byTheEngine())));
    },
  );
});
