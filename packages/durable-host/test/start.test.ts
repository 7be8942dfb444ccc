import { afterEach, describe, expect, it } from '@jest/globals';
import { orchestration } from '@perdura/durable-core';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const minuteMs = 60_000;
const beganMs = Date.UTC(2026, 0, 1);
const at = (offsetMs: number) => new Date(beganMs + offsetMs).toISOString();
const waiter = orchestration<unknown, unknown>('waiter', async (ctx) => ({
  input: ctx.input,
  version: ctx.version,
  event: await ctx.waitForEvent('go'),
  beganAt: ctx.currentTime.toISOString(),
}));
const versioned = orchestration('versioned', async (ctx) => ctx.version, { version: '2.0' });
const failing = orchestration('failing', async () => {
  throw new Error('no way');
});
const caller = orchestration('caller', async (ctx) => ctx.callSubOrchestrator('waiter', 1, { instanceId: 'kid' }));
const functions = [waiter, versioned, failing, caller];

async function openOps(options: Partial<Parameters<typeof openTestHost>[0]> = {}) {
  const test = await openTestHost({ functions, ...options });
  const call = (method: string, path: string, body?: unknown) => callApi(test.host, method, path, body);
  return {
    ...test,
    call,
    statusOf: async (id: string) => {
      await test.settle();
      return (await call('GET', `/instances/${id}`)).body;
    },
  };
}

describe('a scheduled start', () => {
  const start = `/orchestrators/waiter/later?startAt=${at(minuteMs)}`;

  it('begins at its time, with the events that came before', async () => {
    const { call, clock, statusOf } = await openOps();
    expect((await call('POST', start, 7)).status).toBe(202);
    await call('POST', '/instances/later/raiseEvent/go', 'early');
    expect(await statusOf('later')).toMatchObject({
      runtimeStatus: 'Pending',
      scheduledStartTime: '2026-01-01T00:01:00Z',
      createdTime: '2026-01-01T00:00:00Z',
    });
    expect(clock.dueInMs).toEqual([minuteMs]);
    clock.jump();
    expect(await statusOf('later')).toMatchObject({
      runtimeStatus: 'Completed',
      output: { input: 7, event: 'early', beganAt: at(minuteMs) },
    });
  });

  it('begins at once when its time is past', async () => {
    const { call, statusOf } = await openOps();
    await call('POST', `/orchestrators/waiter/now?startAt=${at(-minuteMs)}`, 1);
    expect((await statusOf('now')).runtimeStatus).toBe('Running');
  });

  it('may be stopped, or paused and let go on, before it begins', async () => {
    const { call, clock, statusOf } = await openOps();
    await call('POST', start, 1);
    await call('POST', '/instances/later/suspend');
    expect((await statusOf('later')).runtimeStatus).toBe('Suspended');
    clock.jump();
    expect((await statusOf('later')).runtimeStatus).toBe('Suspended');
    await call('POST', '/instances/later/resume');
    expect((await statusOf('later')).runtimeStatus).toBe('Running');

    await call('POST', `/orchestrators/waiter/never?startAt=${at(5 * minuteMs)}`, 1);
    expect((await call('POST', '/orchestrators/waiter/never')).status).toBe(409);
    await call('POST', '/instances/never/suspend');
    await call('POST', '/instances/never/resume');
    expect((await statusOf('never')).runtimeStatus).toBe('Pending');
    await call('POST', '/instances/never/terminate');
    expect((await statusOf('never')).runtimeStatus).toBe('Terminated');
    expect(clock.jump()).toBe(true);
    expect((await statusOf('never')).runtimeStatus).toBe('Terminated');
  });
});

describe('a start', () => {
  it('takes the version of the query, or that of the code', async () => {
    const { call, statusOf } = await openOps();
    await call('POST', '/orchestrators/versioned/a');
    await call('POST', '/orchestrators/versioned/b?version=3.1');
    expect(await statusOf('a')).toMatchObject({ version: '2.0', output: '2.0' });
    expect(await statusOf('b')).toMatchObject({ version: '3.1', output: '3.1' });
    await call('POST', '/orchestrators/waiter/c', 1);
    expect(await statusOf('c')).not.toHaveProperty('version');
  });

  it('marks an instance with tags, and so its sub-orchestrations', async () => {
    const { call, statusOf } = await openOps();
    const tags = { team: 'blue', 'cost centre': '7' };
    await call('POST', `/orchestrators/caller/mum?tags=${encodeURIComponent(JSON.stringify(tags))}`);
    expect(await statusOf('mum')).toMatchObject({ tags });
    expect(await statusOf('kid')).toMatchObject({ tags });
    expect((await call('GET', '/instances')).body).toMatchObject([{ tags }, { tags }]);
  });

  it.each([
    ['a time that is none', 'startAt=soon', /startAt must be a time/],
    ['tags that are no JSON', 'tags=blue', /tags must be/],
    ['tags that are no texts', `tags=${encodeURIComponent('{"n":1}')}`, /tags must be/],
    ['to wait for less than one interval', 'timeout=1&pollingInterval=2', /Total timeout 1 should be bigger/],
  ])('is refused with 400 for %s, and nothing is started', async (_what, query, message) => {
    const { call } = await openOps();
    const answer = await call('POST', `/orchestrators/waiter?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.ExceptionMessage).toMatch(message);
    expect((await call('GET', '/instances')).body).toEqual([]);
  });
});

describe('overridableExistingInstanceStates', () => {
  it("'any-state' lets a start replace an instance that runs, which is terminated first", async () => {
    const { call, client, statusOf } = await openOps({ overridableExistingInstanceStates: 'any-state' });
    await call('POST', '/orchestrators/caller/mum');
    await statusOf('kid');
    expect((await call('POST', '/orchestrators/waiter/kid', 'second')).status).toBe(202);
    expect(await statusOf('kid')).toMatchObject({ runtimeStatus: 'Running', input: 'second' });
    expect((await statusOf('mum')).output).toContain('Another instance was started under its id.');
    await client.raiseEvent('kid', 'go', 1);
    expect(await statusOf('kid')).toMatchObject({ output: { input: 'second', event: 1 } });
  });

  it("'any-state' has the last of many starts at a time win", async () => {
    const { call, statusOf } = await openOps({ overridableExistingInstanceStates: 'any-state' });
    const starts = await Promise.all([1, 2, 3, 4].map((n) => call('POST', '/orchestrators/waiter/one', n)));
    expect(starts.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(await statusOf('one')).toMatchObject({ runtimeStatus: 'Running', input: expect.any(Number) });
    expect((await call('GET', '/instances')).body).toHaveLength(1);
  });

  it("'any-state' also replaces one that is suspended", async () => {
    const { call, statusOf } = await openOps({ overridableExistingInstanceStates: 'any-state' });
    await call('POST', '/orchestrators/waiter/one', 1);
    await call('POST', '/instances/one/suspend');
    expect((await statusOf('one')).runtimeStatus).toBe('Suspended');
    await call('POST', '/orchestrators/waiter/one', 2);
    expect(await statusOf('one')).toMatchObject({ runtimeStatus: 'Running', input: 2 });
  });
});

describe('restart', () => {
  it('starts an instance again under a new id, with its input, version and tags', async () => {
    const { call, statusOf } = await openOps();
    await call('POST', '/orchestrators/waiter/one?version=3&tags={"a":"b"}', { n: 1 });
    const { status, body, headers } = await call('POST', '/instances/one/restart');
    expect(status).toBe(202);
    expect(body.id).toMatch(/^[0-9a-f]{32}$/);
    expect(headers.get('location')).toBe(body.statusQueryGetUri);
    expect(await statusOf(body.id)).toMatchObject({
      ...{ name: 'waiter', runtimeStatus: 'Running', input: { n: 1 }, version: '3', tags: { a: 'b' } },
    });
    expect((await statusOf('one')).runtimeStatus).toBe('Running');
  });

  it('starts it under its own id when told to, once it has finished', async () => {
    const { call, statusOf } = await openOps();
    await call('POST', '/orchestrators/waiter/one', 5);
    const restart = () => call('POST', '/instances/one/restart?restartWithNewInstanceId=False');
    expect(await restart()).toMatchObject({
      status: 409,
      body: { Message: 'A non-terminal instance with this instance ID already exists.' },
    });
    await call('POST', '/instances/one/raiseEvent/go', 'a');
    expect((await statusOf('one')).runtimeStatus).toBe('Completed');
    expect(await restart()).toMatchObject({ status: 202, body: { id: 'one' } });
    expect(await statusOf('one')).toMatchObject({ runtimeStatus: 'Running', input: 5, output: null });
  });

  it('waits for the end when told how long', async () => {
    const { call, statusOf } = await openOps();
    await call('POST', '/orchestrators/versioned/one');
    await statusOf('one');
    expect(await call('POST', '/instances/one/restart?timeout=2&pollingInterval=1')).toMatchObject({
      status: 200,
      body: '2.0',
    });
    await call('POST', '/orchestrators/failing/two');
    expect(await call('POST', '/instances/two/restart?timeout=2&pollingInterval=1')).toMatchObject({
      status: 200,
      body: { runtimeStatus: 'Failed' },
    });
    expect((await call('POST', '/instances/one/restart?timeout=1&pollingInterval=2')).status).toBe(400);
  });

  it('is refused with 400 for an instance there is not', async () => {
    const { call } = await openOps();
    expect(await call('POST', '/instances/nobody/restart')).toMatchObject({
      status: 400,
      body: { Message: 'InstanceId does not match a valid orchestration instance.' },
    });
  });
});

describe('an event named perdura.cancel', () => {
  it('aborts the signal of an instance, whose code ends as it likes', async () => {
    const cancellable = orchestration('cancellable', async (ctx) => {
      try {
        const { signal } = ctx;
        await ctx.sleep(60 * minuteMs);
        return signal.aborted;
      } catch (error) {
        return [ctx.signal.aborted, error instanceof Error ? error.message : error];
      }
    });
    const { call, clock, statusOf } = await openOps({ functions: [cancellable] });
    await call('POST', '/orchestrators/cancellable/one');
    expect((await statusOf('one')).runtimeStatus).toBe('Running');
    await call('POST', '/instances/one/raiseEvent/perdura.cancel', { reason: 'out of stock' });
    expect(await statusOf('one')).toMatchObject({
      runtimeStatus: 'Completed',
      output: [true, expect.stringContaining('out of stock')],
    });
    expect(clock.now()).toBe(beganMs);
  });
});
