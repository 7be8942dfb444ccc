import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activity, entity, entityId, orchestration } from '@perdura/durable-core';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

let isBroken: boolean;
beforeEach(() => {
  isBroken = true;
});
afterEach(closeTestHosts);

const account = entity('account', {
  initialState: { balance: 0 },
  operations: {
    add(state, amount: number) {
      if (amount === 13 && isBroken) throw new RangeError('unlucky');
      state.balance += amount;
      return state.balance;
    },
  },
});
const check = activity('check', () => {
  if (isBroken) throw new Error('not today');
});
const adding = orchestration<number, unknown>('adding', async (ctx) => [
  await ctx.callEntity(account, 'mia', 'add', 1),
  await ctx.callEntity(account, 'mia', 'add', ctx.input),
]);
const locking = orchestration('locking', async (ctx) => {
  const lock = await ctx.lockEntities(entityId(account, 'mia'), entityId(account, 'tom'));
  const before = await ctx.callEntity(account, 'mia', 'add', 100);
  await ctx.callActivity(check);
  await ctx.waitForEvent('go');
  const after = await ctx.callEntity(account, 'mia', 'add', 0);
  lock.release();
  return [before, after];
});
const hasty = orchestration('hasty', async (ctx) => {
  const lock = await ctx.lockEntities(entityId(account, 'mia'));
  if (isBroken) throw new Error('not written yet');
  await ctx.waitForEvent('go');
  lock.release();
});
const blocker = orchestration('blocker', async (ctx) => {
  const lock = await ctx.lockEntities(entityId(account, 'tom'));
  await ctx.waitForEvent('go');
  lock.release();
});

async function openOps() {
  const test = await openTestHost({ functions: [account, check, adding, locking, hasty, blocker] });
  const { host, client, settle } = test;
  return {
    ...test,
    rewind: (id: string) => callApi(host, 'POST', `/instances/${id}/rewind`),
    runTo: async (name: string, instanceId: string, input?: unknown) => {
      await client.startNew(name, { instanceId, input });
      await settle();
      return (await client.queryStatus(instanceId))?.runtimeStatus;
    },
    statusOf: async (id: string) => {
      await settle();
      return (await client.queryStatus(id))?.runtimeStatus;
    },
  };
}

describe('an instance that is rewound', () => {
  it('asks an entity again for an operation that failed, and for no other', async () => {
    const { runTo, rewind, finish } = await openOps();
    expect(await runTo('adding', 'a', 13)).toBe('Failed');
    isBroken = false;
    await rewind('a');
    expect(await finish('a')).toMatchObject({ runtimeStatus: 'Completed', output: [1, 14] });
  });

  it('has the locks again it had, so that others wait', async () => {
    const { client, runTo, rewind, finish, statusOf } = await openOps();
    expect(await runTo('locking', 'a')).toBe('Failed');
    isBroken = false;
    await rewind('a');
    expect(await statusOf('a')).toBe('Running');
    await runTo('adding', 'b', 5);
    expect(await statusOf('b')).toBe('Running');
    await client.raiseEvent('a', 'go');
    expect((await finish('a')).output).toEqual([100, 100]);
    expect((await finish('b')).output).toEqual([101, 106]);
  });

  it('may not be while another has locked what it had', async () => {
    const { client, runTo, rewind, finish, statusOf } = await openOps();
    expect(await runTo('locking', 'a')).toBe('Failed');
    isBroken = false;
    expect(await runTo('blocker', 'b')).toBe('Running');
    expect(await rewind('a')).toMatchObject({ status: 412, body: expect.stringContaining('@account@tom') });
    expect(await statusOf('a')).toBe('Failed');
    await client.raiseEvent('b', 'go');
    await finish('b');
    expect((await rewind('a')).status).toBe(202);
    await client.raiseEvent('a', 'go');
    expect((await finish('a')).output).toEqual([100, 100]);
  });

  it('asks again for a lock it had just been granted', async () => {
    const { client, runTo, rewind, finish, statusOf } = await openOps();
    expect(await runTo('hasty', 'a')).toBe('Failed');
    expect(await runTo('adding', 'b', 1)).toBe('Completed');
    isBroken = false;
    await rewind('a');
    expect(await statusOf('a')).toBe('Running');
    await runTo('adding', 'c', 1);
    expect(await statusOf('c')).toBe('Running');
    await client.raiseEvent('a', 'go');
    expect((await finish('a')).runtimeStatus).toBe('Completed');
    expect((await finish('c')).runtimeStatus).toBe('Completed');
  });
});

it('has an operation that is under way happen once, though its caller is stopped and rewound meanwhile', async () => {
  let runs = 0;
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const slow = entity('slow', {
    initialState: { count: 0 },
    operations: {
      async add(state) {
        runs += 1;
        await gate;
        state.count += 1;
        return state.count;
      },
    },
  });
  const child = orchestration('child', async (ctx) => ctx.callEntity(slow, 'k', 'add'));
  const parent = orchestration('parent', async (ctx) => ctx.callSubOrchestrator(child, undefined, { instanceId: 'c' }));
  const { host, client } = await openTestHost({ functions: [slow, child, parent] });
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (!(await isSo())) await new Promise(setImmediate);
  };
  await client.startNew('parent', { instanceId: 'p' });
  await until(() => runs === 1);
  await client.terminate('c', 'too slow');
  await until(async () => (await client.queryStatus('p'))?.runtimeStatus === 'Failed');
  expect((await callApi(host, 'POST', '/instances/p/rewind')).status).toBe(202);
  letGo();
  await host.whenIdle();
  expect(runs).toBe(2);
  expect((await client.queryStatus('p'))?.output).toBe(1);
  expect((await client.readEntity(slow, 'k'))?.state).toEqual({ count: 1 });
});
