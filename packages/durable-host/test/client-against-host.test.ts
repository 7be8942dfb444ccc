import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { activity, entity, isDurableError, orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';

const double = activity('double', (n: number) => n * 2);
const order = orchestration<{ amount: number }, unknown>('order', async (ctx) => {
  ctx.setCustomStatus('doubling');
  const amount = await ctx.callActivity(double, ctx.input.amount);
  const approval = await ctx.waitForEvent<unknown>('Approved by Ödön & Co');
  return { amount, approval };
});

/** Activities that fail by name until they are mended. */
const broken = new Set<string>();
const deliver = activity('deliver', (parcel: string) => {
  if (broken.has(parcel)) throw new Error(`${parcel} is lost`);
  return `${parcel} is there`;
});
const shipment = orchestration<string, string>('shipment', async (ctx) => ctx.callActivity(deliver, ctx.input));
const guarded = orchestration('guarded', async (ctx) => {
  const { signal } = ctx;
  try {
    return await ctx.waitForEvent('go');
  } catch (error) {
    return { aborted: signal.aborted, code: isDurableError(error) && error.code, why: String(error) };
  }
});
const caller = orchestration('caller', async (ctx) =>
  ctx.callSubOrchestrator('guarded', null, { instanceId: `${ctx.instanceId}, child` }),
);
const account = entity('Account', {
  initialState: { balance: 0 },
  operations: {
    deposit(state, amount: number) {
      state.balance += amount;
    },
    close(_state, _none: undefined, { deleteState }) {
      deleteState();
    },
  },
});
const functions = [order, double, shipment, deliver, guarded, caller, account];

/** What the HTTP API must carry unharmed. */
const strange = 'a b+c&d=e%20f"ö€😀{text}$&';

let host: DurableHost;
let baseUrl: string;
beforeAll(async () => {
  host = await DurableHost.open({ database: ':memory:', taskHub: 'ShopHub', functions });
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

  it('suspends an instance, which keeps what comes, and lets it go on', async () => {
    const id = await client().startNew(order, { amount: 4 }, { instanceId: idOf('suspended') });
    await host.whenIdle();
    await client().suspend(id, strange);
    await host.whenIdle();
    expect(await client().queryStatus(id)).toMatchObject({ runtimeStatus: 'Suspended' });
    await expect(client().suspend(id)).rejects.toMatchObject({ code: 'http', status: 500 });
    await client().raiseEvent(id, 'approved by ödön & co');
    await client().resume(id, strange);
    const ended = await client().waitForCompletion(id);
    expect(ended.output).toEqual({ amount: 8, approval: null });
    await expect(client().resume(id)).rejects.toMatchObject({ code: 'gone' });
  });

  it('rewinds an instance that failed, once what it failed of is mended', async () => {
    const parcel = idOf('parcel');
    broken.add(parcel);
    const id = await client().startNew(shipment, parcel);
    const failed = await client().waitForCompletion(id);
    expect(failed).toMatchObject({ runtimeStatus: 'Failed', output: expect.stringContaining('is lost') });
    broken.delete(parcel);
    await client().rewind(id, strange);
    const ended = await client().waitForCompletion(id);
    expect(ended).toMatchObject({ runtimeStatus: 'Completed', output: `${parcel} is there` });
    await expect(client().rewind(id)).rejects.toMatchObject({ code: 'precondition-failed', status: 412 });
  });

  it('restarts an instance under a new id, or under its own', async () => {
    const id = await client().startNew(shipment, 'tea', { instanceId: idOf('again') });
    await client().waitForCompletion(id);
    const other = await client().restart(id);
    expect(other).not.toBe(id);
    expect(await client().waitForCompletion(other)).toMatchObject({ input: 'tea', output: 'tea is there' });
    expect(await client().restart(id, { keepInstanceId: true })).toBe(id);
    expect(await client().waitForCompletion(id)).toMatchObject({ output: 'tea is there' });

    const open = await client().startNew(guarded);
    await expect(client().restart(open, { keepInstanceId: true })).rejects.toMatchObject({ code: 'conflict' });
    await expect(client().restart('nobody')).rejects.toMatchObject({ code: 'not-found', instanceId: 'nobody' });
  });

  it('cancels an instance, which hears the reason', async () => {
    const id = await client().startNew(guarded);
    await host.whenIdle();
    await client().cancel(id, strange);
    const { runtimeStatus, output } = await client().waitForCompletion(id);
    expect([runtimeStatus, output]).toEqual([
      'Completed',
      { aborted: true, code: 'cancelled', why: expect.stringContaining(strange) },
    ]);
    await expect(client().cancel(id)).rejects.toMatchObject({ code: 'gone' });
  });

  it('terminates and purges an instance with its sub-orchestrations', async () => {
    const id = await client().startNew('caller', { instanceId: idOf('caller') });
    await host.whenIdle();
    await client().terminate(id, 'all of you', { recursive: true });
    await host.whenIdle();
    const child = await client().queryStatus(`${id}, child`);
    expect(child).toMatchObject({ runtimeStatus: 'Terminated', output: 'all of you' });
    expect(await client().purgeHistory(id, { recursive: true })).toEqual({ instancesDeleted: 2 });
  });

  it('purges by filter', async () => {
    const createdTimeFrom = new Date(Date.now() - 60_000);
    const id = await client().startNew(shipment, 'cup');
    await client().waitForCompletion(id);
    const longAgo = { createdTimeFrom: new Date(0), createdTimeTo: new Date(1) };
    expect(await client().purgeHistories(longAgo)).toEqual({ instancesDeleted: 0 });
    const { instancesDeleted } = await client().purgeHistories({ createdTimeFrom, runtimeStatuses: ['Completed'] });
    expect(instancesDeleted).toBeGreaterThanOrEqual(1);
    expect(await client().queryStatus(id)).toBeUndefined();
  });

  it('starts an instance later, with a version and tags', async () => {
    const startAt = new Date('2126-12-24T18:00:00Z');
    const id = await client().startNew(shipment, 'book', { startAt, version: '2', tags: { to: strange } });
    const pending = await client().queryStatus(id);
    expect(pending).toMatchObject({
      runtimeStatus: 'Pending',
      scheduledStartTime: startAt,
      version: '2',
      tags: { to: strange },
    });
    await client().terminate(id, '');
  });

  it('hands out links that work', async () => {
    const id = await client().startNew(order, { amount: 3 }, { instanceId: idOf(strange.replace('?', 'links')) });
    await host.whenIdle();
    const response = await client().waitForCompletionOrCreateCheckStatusResponse(undefined, id, { timeoutMs: 0 });
    expect(response.status).toBe(202);
    const links = client().createHttpManagementPayload(id);
    expect(await response.json()).toEqual(links);
    const post = async (url: string) => (await fetch(url, { method: 'POST' })).status;
    expect((await fetch(links.statusQueryGetUri)).status).toBe(202);
    const eventUrl = links.sendEventPostUri.replace('{eventName}', 'approved');
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(eventUrl, { method: 'POST', headers, body: '1' })).status).toBe(202);
    expect(await post(links.suspendPostUri.replace('{text}', 'x'))).toBe(202);
    expect(await post(links.resumePostUri.replace('{text}', 'x'))).toBe(202);
    expect(await post(links.terminatePostUri.replace('{text}', 'x'))).toBe(202);
    await host.whenIdle();
    expect(await post(links.rewindPostUri.replace('{text}', 'x'))).toBe(412);
    expect(await post(links.restartPostUri)).toBe(202);
    expect((await fetch(links.purgeHistoryDeleteUri, { method: 'DELETE' })).status).toBe(200);
    const gone = client().waitForCompletionOrCreateCheckStatusResponse(undefined, id);
    await expect(gone).rejects.toMatchObject({ code: 'not-found' });
  });

  it('signals, reads and lists entities, with types from their definition', async () => {
    const begunAt = new Date();
    const keys = ['x', strange, 'y'].map((key) => `${name}: ${key}`);
    for (const key of keys) await client().signalEntity(account, key, 'deposit', 40);
    await client().signalEntity({ name: 'account', key: keys[1] ?? '' }, 'deposit', 2);
    await host.whenIdle();
    expect((await client().readEntity(account, keys[1] ?? ''))?.state.balance).toBe(42);
    expect(await client().readEntity(`@ACCOUNT@${keys[0]}`)).toMatchObject({ state: { balance: 40 } });
    expect(await client().readEntity(account, 'nobody')).toBeUndefined();

    const balances: Record<string, number | undefined> = {};
    const filter = { entity: account, fetchState: true, pageSize: 2, lastOperationTimeFrom: begunAt };
    for await (const { entityId, state, lastOperationTime } of client().listEntities(filter)) {
      balances[entityId.key] = state?.balance;
      expect(lastOperationTime?.getTime()).toBeGreaterThanOrEqual(begunAt.getTime());
    }
    expect(balances).toEqual({ [keys[0] ?? '']: 40, [keys[1] ?? '']: 42, [keys[2] ?? '']: 40 });
    for await (const { state } of client().listEntities({ entity: 'account' })) expect(state).toBeUndefined();

    for (const key of keys) await client().signalEntity(account, key, 'close');
    await host.whenIdle();
    for await (const { entities } of client().listEntities({ entity: account }).pages()) expect(entities).toEqual([]);
    await expect(client().signalEntity('@nobody@k', 'go')).rejects.toMatchObject({
      code: 'http',
      status: 400,
      message: expect.stringContaining("entity '@nobody@k'"),
    });
  });

  it('is refused another hub', async () => {
    const refused = { code: 'http', status: 400, detail: expect.stringContaining("'ShopHub', not 'Other'") };
    await expect(client().raiseEventForHub('Other', 'a', 'go')).rejects.toMatchObject(refused);
    await expect(client().forHub({ taskHub: 'Other' }).startNew('order')).rejects.toMatchObject(refused);
    expect(await client().forHub({ taskHub: 'SHOPHUB' }).queryStatus('nobody')).toBeUndefined();
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
