import { afterEach, describe, expect, it } from '@jest/globals';
import { orchestration } from '@perdura/durable-core';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const waiter = orchestration('waiter', async (ctx) => ctx.waitForEvent('go'));
/** Calls itself, one level less, and a waiter at the bottom. */
const tree = orchestration<number, unknown>('tree', async (ctx) => {
  const below = `${ctx.instanceId}.`;
  if (ctx.input === 0) return ctx.callSubOrchestrator('waiter', null, { instanceId: below });
  return ctx.callSubOrchestrator('tree', ctx.input - 1, { instanceId: below });
});
const loop = orchestration<number, unknown>('loop', async (ctx) => {
  if (ctx.input > 0) return ctx.waitForEvent('go');
  void ctx.callSubOrchestrator('waiter', null, { instanceId: `${ctx.instanceId}.` });
  await ctx.waitForEvent('turn');
  return ctx.continueAsNew(1);
});
/** Waits on when the one it has called has ended. */
const patient = orchestration('patient', async (ctx) => {
  const call = ctx.callSubOrchestrator('tree', 0, { instanceId: `${ctx.instanceId}.` });
  await Promise.resolve(call).catch(() => undefined);
  return ctx.waitForEvent('go');
});

async function openTree() {
  const test = await openTestHost({ functions: [waiter, tree, loop, patient] });
  const statusesOf = async () => {
    await test.settle();
    const all = (await callApi(test.host, 'GET', '/instances/')).body;
    return Object.fromEntries(
      all.map((status: { instanceId: string; runtimeStatus: string }) => [status.instanceId, status.runtimeStatus]),
    );
  };
  return { ...test, statusesOf, call: (method: string, path: string) => callApi(test.host, method, path) };
}

describe('terminate', () => {
  it('leaves the sub-orchestrations of an instance running, where everybody sees them', async () => {
    const { client, call, statusesOf } = await openTree();
    await client.startNew(tree, 1, { instanceId: 't' });
    await statusesOf();
    await call('POST', '/instances/t/terminate?reason=x');
    expect(await statusesOf()).toEqual({ t: 'Terminated', 't.': 'Running', 't..': 'Running' });
    await client.raiseEvent('t..', 'go', 1);
    expect(await statusesOf()).toEqual({ t: 'Terminated', 't.': 'Completed', 't..': 'Completed' });
  });

  it('stops them too, and theirs, when it is recursive', async () => {
    const { client, call, statusesOf } = await openTree();
    await client.startNew(tree, 1, { instanceId: 't' });
    await client.startNew(tree, 0, { instanceId: 'other' });
    await statusesOf();
    expect((await call('POST', '/instances/t/terminate?reason=x&recursive=true')).status).toBe(202);
    expect(await statusesOf()).toMatchObject({ t: 'Terminated', 't.': 'Terminated', 't..': 'Terminated' });
    expect(await client.queryStatus('t..')).toMatchObject({ output: 'x' });
    expect(await statusesOf()).toMatchObject({ other: 'Running', 'other.': 'Running' });
  });

  it('reaches those that one which has finished has left running', async () => {
    const { client, call, statusesOf } = await openTree();
    const patient = await client.startNew('patient', { instanceId: 'p' });
    await statusesOf();
    await call('POST', '/instances/p./terminate');
    expect(await statusesOf()).toEqual({ p: 'Running', 'p.': 'Terminated', 'p..': 'Running' });
    await call('POST', `/instances/${patient}/terminate?recursive=true`);
    expect(await statusesOf()).toEqual({ p: 'Terminated', 'p.': 'Terminated', 'p..': 'Terminated' });
  });

  it('reaches those of executions before the present one', async () => {
    const { client, call, statusesOf } = await openTree();
    await client.startNew(loop, 0, { instanceId: 'l' });
    await client.raiseEvent('l', 'turn');
    expect(await statusesOf()).toEqual({ l: 'Running', 'l.': 'Running' });
    await call('POST', '/instances/l/terminate?recursive=true');
    expect(await statusesOf()).toEqual({ l: 'Terminated', 'l.': 'Terminated' });
  });

  it('reaches none of an earlier instance of the same id', async () => {
    const { client, clock, call, statusesOf } = await openTree();
    await client.startNew(tree, 0, { instanceId: 't' });
    await statusesOf();
    await call('POST', '/instances/t/terminate');
    await statusesOf();
    clock.schedule(() => {}, 1);
    clock.jump();
    await client.startNew('waiter', { instanceId: 't' });
    await statusesOf();
    await call('POST', '/instances/t/terminate?recursive=true');
    expect(await statusesOf()).toEqual({ t: 'Terminated', 't.': 'Running' });
  });
});

describe('a sub-orchestration whose caller continued as new', () => {
  it('runs to its end, and nobody waits for what it returns', async () => {
    const { client, statusesOf } = await openTree();
    await client.startNew(loop, 0, { instanceId: 'l' });
    await client.raiseEvent('l', 'turn');
    await statusesOf();
    await client.raiseEvent('l.', 'go', 'late');
    expect(await statusesOf()).toEqual({ l: 'Running', 'l.': 'Completed' });
    await client.raiseEvent('l', 'go', 'mine');
    expect(await statusesOf()).toEqual({ l: 'Completed', 'l.': 'Completed' });
    expect(await client.queryStatus('l')).toMatchObject({ output: 'mine' });
  });
});

describe('a purge', () => {
  async function openFinished() {
    const test = await openTree();
    await test.client.startNew(tree, 1, { instanceId: 't' });
    await test.client.startNew(waiter.name, { instanceId: 'open' });
    await test.statusesOf();
    await test.client.raiseEvent('t..', 'go');
    await test.statusesOf();
    return test;
  }

  it('leaves the sub-orchestrations of an instance, unless it is recursive', async () => {
    const { call, statusesOf } = await openFinished();
    expect((await call('DELETE', '/instances/t')).body).toEqual({ instancesDeleted: 1 });
    expect(Object.keys(await statusesOf())).toEqual(['open', 't.', 't..']);
    expect((await call('DELETE', '/instances/t.?recursive=true')).body).toEqual({ instancesDeleted: 2 });
    expect(Object.keys(await statusesOf())).toEqual(['open']);
  });

  it('by filter takes the finished instances of a time, and says how many', async () => {
    const { call, statusesOf } = await openFinished();
    const purge = (query: string) => call('DELETE', `/instances/?${query}`);
    expect(await purge('createdTimeTo=2027-01-01')).toMatchObject({
      status: 400,
      body: { Message: "Please provide value for 'createdTimeFrom' parameter." },
    });
    expect((await purge('createdTimeFrom=soon')).status).toBe(400);
    expect((await purge('createdTimeFrom=2026-01-02')).status).toBe(404);
    expect((await purge('createdTimeFrom=2025-01-01&runtimeStatus=Failed,Terminated')).status).toBe(404);
    expect(await purge('createdTimeFrom=2025-01-01&RUNTIMESTATUS=completed')).toMatchObject({
      status: 200,
      body: { instancesDeleted: 3 },
    });
    expect(Object.keys(await statusesOf())).toEqual(['open']);
  });
});
