import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';

/** The part of durable-functions 3.5 that is used here; its types pull in the whole Functions programming model. */
interface DurableFunctions {
  readonly input: { durableClient(): { readonly name: string } };
  getClient(context: {
    readonly options: { readonly extraInputs: readonly unknown[] };
    readonly extraInputs: { get(input: unknown): unknown };
  }): {
    startNew(name: string, options?: { instanceId?: string; input?: unknown }): Promise<string>;
    getStatus(
      id: string,
      options?: { showHistory?: boolean },
    ): Promise<{ runtimeStatus: string; output: unknown; input: unknown; createdTime: Date }>;
    getStatusAll(): Promise<readonly { instanceId: string }[]>;
    raiseEvent(id: string, name: string, data: unknown): Promise<void>;
    terminate(id: string, reason: string): Promise<void>;
    purgeInstanceHistory(id: string): Promise<{ instancesDeleted: number }>;
  };
}

const greet = activity('greet', (name: string) => `Hello ${name}!`);
const greeter = orchestration<string>('greeter', async (ctx) => [
  await ctx.callActivity(greet, ctx.input),
  await ctx.waitForEvent('go'),
]);

let host: DurableHost;
beforeEach(async () => {
  host = await DurableHost.open({ database: ':memory:', functions: [greeter, greet] });
  await host.listen({ port: 0 });
});
afterEach(() => host.close());

it.each([
  ['by the local endpoint', () => host.clientBinding()],
  [
    'by the webhook URLs',
    () => {
      const { rpcBaseUrl: _absent, ...binding } = host.clientBinding();
      return binding;
    },
  ],
])('durable-functions 3.5 starts, queries, signals, lists, terminates and purges instances %s', async (_how, bind) => {
  const { client, restore } = peerClient(bind());
  try {
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
  } finally {
    restore();
  }
});

/** Makes the peer's client of a binding, as it is made inside a function. */
function peerClient(binding: object) {
  const durableFunctions: DurableFunctions = createRequire(import.meta.url)('durable-functions');
  // Unless the process is told a host name, the peer sends every webhook request to port 7071.
  const previous = process.env.WEBSITE_HOSTNAME;
  process.env.WEBSITE_HOSTNAME = new URL(host.clientBinding().baseUrl).host;
  const restore = () => {
    if (previous === undefined) delete process.env.WEBSITE_HOSTNAME;
    else process.env.WEBSITE_HOSTNAME = previous;
  };
  const options = { extraInputs: [durableFunctions.input.durableClient()] };
  return { client: durableFunctions.getClient({ options, extraInputs: { get: () => binding } }), restore };
}
