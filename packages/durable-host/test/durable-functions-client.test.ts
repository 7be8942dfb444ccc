import { InvocationContext } from '@azure/functions';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';
import * as durableFunctions from 'durable-functions';

const greet = activity('greet', (name: string) => `Hello ${name}!`);
let isBroken = false;
const flaky = activity('flaky', () => {
  if (isBroken) throw new Error('not today');
  return 'at last';
});
const trying = orchestration('trying', async (ctx) => ctx.callActivity(flaky));
const greeter = orchestration<string>('greeter', async (ctx) => [
  await ctx.callActivity(greet, ctx.input),
  await ctx.waitForEvent('go'),
]);

// Unless the process is told a host name, the peer sends every webhook request to port 7071.
const previousHostName = process.env.WEBSITE_HOSTNAME;
let host: DurableHost;
beforeEach(async () => {
  host = await DurableHost.open({ database: ':memory:', functions: [greeter, greet, trying, flaky] });
  const { baseUrl } = await host.listen({ port: 0 });
  process.env.WEBSITE_HOSTNAME = new URL(baseUrl).host;
});
afterEach(async () => {
  if (previousHostName === undefined) delete process.env.WEBSITE_HOSTNAME;
  else process.env.WEBSITE_HOSTNAME = previousHostName;
  await host.close();
});

const ways: [string, () => unknown][] = [
  ['by the local endpoint', () => host.clientBinding()],
  [
    'by the webhook URLs',
    () => {
      const { rpcBaseUrl: _absent, ...binding } = host.clientBinding();
      return binding;
    },
  ],
];

function clientOf(binding: unknown) {
  const clientInput = durableFunctions.input.durableClient();
  const context = new InvocationContext({ functionName: 'http_start', options: { extraInputs: [clientInput] } });
  context.extraInputs.set(clientInput, binding);
  return durableFunctions.getClient(context);
}

it.each(ways)(
  'durable-functions 3.5 starts, queries, signals, lists, terminates and purges instances %s',
  async (_how, bind) => {
    const client = clientOf(bind());

    const id = await client.startNew('greeter', { instanceId: 'order 17', input: 'Ada' });
    expect(id).toBe('order 17');
    await host.whenIdle();
    expect(await client.getStatus(id)).toMatchObject({ runtimeStatus: 'Running', input: 'Ada' });
    await client.raiseEvent(id, 'go', { n: 1 });
    await host.whenIdle();
    const status = await client.getStatus(id, { showHistory: true });
    expect(status).toMatchObject({ runtimeStatus: 'Completed', output: ['Hello Ada!', { n: 1 }] });
    expect(status.createdTime.getTime()).toBeGreaterThan(Date.now() - 60_000);

    const other = await client.startNew('greeter', { input: 'Bob' });
    await client.terminate(other, 'enough');
    await host.whenIdle();
    expect(await client.getStatus(other)).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
    expect((await client.getStatusAll()).map(({ instanceId }) => instanceId).sort()).toEqual([id, other].sort());

    expect(await client.purgeInstanceHistory(id)).toMatchObject({ instancesDeleted: 1 });
    await expect(client.getStatus(id)).rejects.toThrow('404');
    await expect(client.startNew('nobody')).rejects.toThrow('400');
  },
);

it.each(ways)('durable-functions 3.5 has instances pause and go on %s', async (_how, bind) => {
  const client = clientOf(bind());
  const id = await client.startNew('greeter', { input: 'Ada' });
  await host.whenIdle();
  await client.suspend(id, 'lunch');
  await client.raiseEvent(id, 'go', 1);
  await host.whenIdle();
  expect(await client.getStatus(id)).toMatchObject({ runtimeStatus: 'Suspended' });
  await expect(client.suspend(id, 'again')).rejects.toThrow('500');
  await client.resume(id, 'back');
  await host.whenIdle();
  expect(await client.getStatus(id)).toMatchObject({ runtimeStatus: 'Completed', output: ['Hello Ada!', 1] });
  await expect(client.resume('nobody', '')).rejects.toThrow('nobody');
});

it.each(ways)('durable-functions 3.5 purges instances by filter %s', async (_how, bind) => {
  const client = clientOf(bind());
  const createdTimeFrom = new Date(Date.now() - 60_000);
  for (const input of ['Ada', 'Bob']) await client.raiseEvent(await client.startNew('greeter', { input }), 'go', 1);
  const open = await client.startNew('greeter', { input: 'Eve' });
  await host.whenIdle();
  const { Completed, Failed } = durableFunctions.OrchestrationRuntimeStatus;
  const purge = (runtimeStatus: durableFunctions.OrchestrationRuntimeStatus[]) =>
    client.purgeInstanceHistoryBy({ createdTimeFrom, runtimeStatus });
  expect(await purge([Failed])).toMatchObject({ instancesDeleted: 0 });
  expect(await purge([Failed, Completed])).toMatchObject({ instancesDeleted: 2 });
  expect((await client.getStatusAll()).map(({ instanceId }) => instanceId)).toEqual([open]);
});

it.each(ways)('durable-functions 3.5 rewinds a failed instance %s', async (_how, bind) => {
  const client = clientOf(bind());
  isBroken = true;
  const id = await client.startNew('trying');
  await host.whenIdle();
  expect(await client.getStatus(id)).toMatchObject({ runtimeStatus: 'Failed' });
  isBroken = false;
  await client.rewind(id, 'mended');
  await host.whenIdle();
  expect(await client.getStatus(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'at last' });
  await expect(client.rewind(id, 'again')).rejects.toThrow(/Failed/);
  await expect(client.rewind('nobody', '')).rejects.toThrow('nobody');
});
