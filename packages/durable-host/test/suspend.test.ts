import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const minuteMs = 60_000;
const collector = orchestration('collector', async (ctx) => [
  await ctx.waitForEvent('item'),
  await ctx.waitForEvent('item'),
]);

async function openOps(options: Parameters<typeof openTestHost>[0]) {
  const test = await openTestHost(options);
  const { host, client } = test;
  const statusOf = async (id: string) => (await client.queryStatus(id))?.runtimeStatus;
  return {
    ...test,
    statusOf,
    suspend: (id: string, reason = 'lunch') => callApi(host, 'POST', `/instances/${id}/suspend?reason=${reason}`),
    resume: (id: string, reason = 'back') => callApi(host, 'POST', `/instances/${id}/resume?reason=${reason}`),
    linesOf: async (id: string) => {
      const status = await client.queryStatus(id, { showHistory: true });
      return status?.historyEvents?.map(({ eventType, raw }) =>
        raw.Reason === undefined ? eventType : `${eventType}: ${raw.Reason}`,
      );
    },
  };
}

describe('a suspended instance', () => {
  it('keeps the events that are raised and hands them over, in order, when it goes on', async () => {
    const { client, settle, finish, suspend, resume, statusOf, linesOf } = await openOps({ functions: [collector] });
    const id = await client.startNew('collector');
    await settle();
    expect((await suspend(id)).status).toBe(202);
    await settle();
    expect(await statusOf(id)).toBe('Suspended');
    await client.raiseEvent(id, 'item', 1);
    await client.raiseEvent(id, 'item', 2);
    await settle();
    expect(await statusOf(id)).toBe('Suspended');
    expect((await resume(id)).status).toBe(202);
    expect((await finish(id)).output).toEqual([1, 2]);
    expect(await linesOf(id)).toEqual([
      'ExecutionStarted',
      'ExecutionSuspended: lunch',
      'ExecutionResumed: back',
      'EventRaised',
      'EventRaised',
      'ExecutionCompleted',
    ]);
  });

  it('lets its timers become due without hearing of them', async () => {
    const sleeper = orchestration('sleeper', async (ctx) => {
      await ctx.sleep(minuteMs);
      return ctx.currentTime.getTime();
    });
    const { client, clock, settle, finish, suspend, resume, statusOf } = await openOps({ functions: [sleeper] });
    const id = await client.startNew('sleeper');
    await settle();
    await suspend(id);
    await settle();
    clock.jump();
    await settle();
    expect(await statusOf(id)).toBe('Suspended');
    await resume(id);
    expect((await finish(id)).output).toBe(Date.UTC(2026, 0, 1) + minuteMs);
  });

  it('keeps what its activities return', async () => {
    let release = () => {};
    let runs = 0;
    const held = activity('held', () => {
      runs += 1;
      return new Promise<string>((resolve) => (release = () => resolve('done')));
    });
    const holder = orchestration('holder', async (ctx) => ctx.callActivity(held));
    const { client, settle, finish, suspend, resume, statusOf } = await openOps({ functions: [holder, held] });
    const id = await client.startNew('holder');
    while (runs === 0) await new Promise((resolve) => setImmediate(resolve));
    await suspend(id);
    while ((await statusOf(id)) !== 'Suspended') await new Promise((resolve) => setImmediate(resolve));
    release();
    await settle();
    expect(await statusOf(id)).toBe('Suspended');
    await resume(id);
    expect((await finish(id)).output).toBe('done');
    expect(runs).toBe(1);
  });

  it('may have had no turn yet, and begins when it goes on', async () => {
    const { client, settle, suspend, resume, statusOf, linesOf } = await openOps({ functions: [collector] });
    const id = await client.startNew('collector');
    await Promise.all([suspend(id), client.raiseEvent(id, 'item', 1)]);
    await resume(id);
    await settle();
    expect(await statusOf(id)).toBe('Running');
    expect((await linesOf(id))?.[0]).toBe('ExecutionStarted');
  });

  it('can be terminated', async () => {
    const { client, settle, suspend, linesOf } = await openOps({ functions: [collector] });
    const id = await client.startNew('collector');
    await settle();
    await suspend(id);
    await settle();
    await client.raiseEvent(id, 'item', 1);
    await client.terminate(id, 'over');
    await settle();
    expect(await client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'over' });
    expect(await linesOf(id)).toEqual([
      'ExecutionStarted',
      'ExecutionSuspended: lunch',
      'EventRaised',
      'ExecutionTerminated',
    ]);
  });

  it('can be terminated before it has heard that it is to pause', async () => {
    const { client, host, settle, statusOf, linesOf } = await openOps({ functions: [collector] });
    const id = await client.startNew('collector');
    await settle();
    const ask = (verb: string) => callApi(host, 'POST', `/instances/${id}/${verb}?reason=x`);
    await Promise.all([ask('suspend'), ask('terminate')]);
    await settle();
    expect(await statusOf(id)).toBe('Terminated');
    expect((await linesOf(id))?.at(-1)).toBe('ExecutionTerminated');
  });

  it('is shown as open, and is found by its status', async () => {
    const { client, settle, suspend, host } = await openOps({ functions: [collector] });
    await client.startNew('collector', { instanceId: 'one' });
    await client.startNew('collector', { instanceId: 'two' });
    await settle();
    await suspend('one');
    await settle();
    expect(await callApi(host, 'GET', '/instances/one')).toMatchObject({
      status: 202,
      body: { runtimeStatus: 'Suspended' },
    });
    const { body } = await callApi(host, 'GET', '/instances?runtimeStatus=suspended');
    expect(body.map(({ instanceId }: { instanceId: string }) => instanceId)).toEqual(['one']);
    expect((await callApi(host, 'POST', '/orchestrators/collector/one')).status).toBe(409);
    expect((await callApi(host, 'DELETE', '/instances/one')).status).toBe(412);
  });

  it('goes on behind any number of events it has kept', async () => {
    const { client, host, settle, finish, suspend, resume } = await openOps({ functions: [collector] });
    const id = await client.startNew('collector');
    await settle();
    await suspend(id);
    await settle();
    await Promise.all(
      Array.from({ length: 2_500 }, (_, n) => callApi(host, 'POST', `/instances/${id}/raiseEvent/item`, n)),
    );
    expect((await resume(id)).status).toBe(202);
    expect((await finish(id)).output).toEqual([0, 1]);
  });

  it('takes what came before the pause, and of what came after it nothing', async () => {
    const { client, host, settle, suspend, resume, finish, linesOf } = await openOps({ functions: [collector] });
    const id = await client.startNew('collector');
    await settle();
    const raise = (item: number) => callApi(host, 'POST', `/instances/${id}/raiseEvent/item`, item);
    await raise(1);
    await suspend(id);
    await raise(2);
    await settle();
    expect(await linesOf(id)).toEqual(['ExecutionStarted', 'EventRaised', 'ExecutionSuspended: lunch']);
    await resume(id);
    expect((await finish(id)).output).toEqual([1, 2]);
  });
});

describe('suspend and resume', () => {
  it('answer 404 for no instance, 410 for a finished one, 500 where there is nothing to do', async () => {
    const { client, settle, finish, suspend, resume } = await openOps({ functions: [collector] });
    expect((await suspend('nobody')).status).toBe(404);
    expect((await resume('nobody')).status).toBe(404);
    const id = await client.startNew('collector');
    await settle();
    expect(await resume(id)).toMatchObject({
      status: 500,
      body: {
        Message: 'Something went wrong while processing your request',
        ExceptionMessage: `Cannot resume the orchestration instance ${id} because instance is in the Running state.`,
      },
    });
    // The second is refused though no turn has taken the first.
    const [first, second] = await Promise.all([suspend(id), suspend(id)]);
    expect([first.status, second.status]).toEqual([202, 500]);
    expect(second.body.ExceptionMessage).toContain('in the Suspended state');
    const [on, again] = await Promise.all([resume(id), resume(id)]);
    expect([on.status, again.status]).toEqual([202, 500]);
    await client.raiseEvent(id, 'item', 1);
    await client.raiseEvent(id, 'item', 2);
    await finish(id);
    expect((await suspend(id)).status).toBe(410);
    expect((await resume(id)).status).toBe(410);
  });
});
