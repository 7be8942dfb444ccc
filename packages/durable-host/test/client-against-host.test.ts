import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';

const double = activity('double', (n: number) => n * 2);
const order = orchestration<{ amount: number }, unknown>('order', async (ctx) => {
  ctx.setCustomStatus('doubling');
  const amount = await ctx.callActivity(double, ctx.input.amount);
  const approval = await ctx.waitForEvent<unknown>('Approved by Ödön & Co');
  return { amount, approval };
});

/** What the HTTP API must carry unharmed. */
const strange = 'a b+c&d=e%20f"ö€😀{text}$&';

let host: DurableHost;
let baseUrl: string;
beforeAll(async () => {
  host = await DurableHost.open({ database: ':memory:', taskHub: 'ShopHub', functions: [order, double] });
  ({ baseUrl } = await host.listen({ port: 0 }));
});
afterAll(() => host.close());

const clients: Readonly<Record<string, () => DurableClient>> = {
  'the address': () => new DurableClient({ baseUrl, taskHub: 'ShopHub', connection: 'Storage' }),
  'the origin alone': () => new DurableClient({ baseUrl: new URL(baseUrl).origin }),
  'a binding with the local endpoint': () => new DurableClient(host.clientBinding()),
  'a binding with webhook URLs': () => {
    const { rpcBaseUrl: _absent, ...binding } = host.clientBinding();
    return new DurableClient(binding);
  },
};

describe.each(Object.keys(clients))('a client made of %s', (name) => {
  const client = () => clients[name]?.() ?? new DurableClient({ baseUrl });
  const idOf = (what: string) => `${name}: ${what}`;

  it('starts an instance, watches it, raises its event and sees it end', async () => {
    const id = idOf(strange.replace('?', ''));
    expect(await client().startNew(order, { amount: 21 }, { instanceId: id })).toBe(id);
    await host.whenIdle();
    const running = await client().queryStatus(id, { showHistory: true, showHistoryOutput: true });
    expect(running).toMatchObject({ name: 'order', runtimeStatus: 'Running', customStatus: 'doubling' });
    expect(running?.historyEvents?.map((event) => [event.eventType, event.functionName, event.raw.Result])).toEqual([
      ['ExecutionStarted', 'order', undefined],
      ['TaskCompleted', 'double', 42],
    ]);
    await client().raiseEvent(id, 'approved BY Ödön & Co', { by: strange });
    const ended = await client().waitForCompletion(id);
    expect(ended).toMatchObject({
      runtimeStatus: 'Completed',
      input: { amount: 21 },
      output: { amount: 42, approval: { by: strange } },
    });
    expect(ended.createdTime).toBeInstanceOf(Date);
    await expect(client().raiseEvent(id, 'more')).rejects.toMatchObject({ code: 'gone', status: 410, instanceId: id });
  });

  it('terminates an instance with any reason, and purges it', async () => {
    const id = await client().startNew('order', { input: { amount: 1 } });
    await client().terminate(id, strange);
    expect(await client().waitForCompletion(id)).toMatchObject({ runtimeStatus: 'Terminated', output: strange });
    expect(await client().purgeHistory(id)).toEqual({ instancesDeleted: 1 });
    expect(await client().queryStatus(id)).toBeUndefined();
    expect(await client().purgeHistory(id)).toEqual({ instancesDeleted: 0 });
  });

  it('lists instances page by page', async () => {
    for (const n of [1, 2, 3]) await client().startNew(order, { amount: n }, { instanceId: idOf(`list ${n}`) });
    const ids: string[] = [];
    for await (const status of client().queryStatuses({ instanceIdPrefix: idOf('list'), pageSize: 2 })) {
      ids.push(status.instanceId);
    }
    expect(ids.sort()).toEqual([1, 2, 3].map((n) => idOf(`list ${n}`)));
  });

  it('is told what it did wrong', async () => {
    const id = idOf('twice');
    await client().startNew(order, { amount: 1 }, { instanceId: id });
    await expect(client().startNew(order, { amount: 2 }, { instanceId: id })).rejects.toMatchObject({
      code: 'conflict',
      instanceId: id,
    });
    await expect(client().startNew('nobody')).rejects.toMatchObject({
      code: 'http',
      status: 400,
      detail: expect.stringContaining("'nobody'"),
    });
    await expect(client().terminate('missing', '')).rejects.toMatchObject({ code: 'not-found' });
    await expect(client().waitForCompletion('missing')).rejects.toMatchObject({ code: 'not-found' });
    await expect(client().waitForCompletion(id, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'timeout' });
  });
});
