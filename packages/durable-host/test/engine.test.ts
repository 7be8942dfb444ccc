import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, type EventOrTimeout, isDurableError, orchestration, type Task } from '@perdura/durable-core';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;
const sayHello = activity('say_hello', (city: string) => `Hello ${city}!`);
const typesOf = (status: { historyEvents?: readonly { eventType: string }[] | undefined }) =>
  status.historyEvents?.map(({ eventType }) => eventType);

describe('a host', () => {
  it.each([
    [
      'an async function',
      orchestration('hello', async (ctx) =>
        ctx.joinAll(['Tokyo', 'London', 'Seattle'].map((city) => ctx.callActivity(sayHello, city))),
      ),
    ],
    [
      'a generator',
      orchestration('hello', function* (ctx) {
        return yield* ctx.joinAll(['Tokyo', 'London', 'Seattle'].map((city) => ctx.callActivity(sayHello, city)));
      }),
    ],
  ])('fans out and in again in %s', async (_form, hello) => {
    const { client, finish } = await openTestHost({ functions: [hello, sayHello] });
    const status = await finish(await client.startNew('hello', { input: { any: 'thing' } }));
    expect(status).toMatchObject({
      runtimeStatus: 'Completed',
      output: ['Hello Tokyo!', 'Hello London!', 'Hello Seattle!'],
      input: { any: 'thing' },
    });
  });

  it('runs many activities at the same time', async () => {
    let running = 0;
    let most = 0;
    const slow = activity('slow', async (n: number) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return n;
    });
    const all = orchestration('all', async (ctx) =>
      ctx.joinAll(Array.from({ length: 100 }, (_, n) => ctx.callActivity(slow, n))),
    );
    const { client, finish } = await openTestHost({ functions: [all, slow] });
    const { output } = await finish(await client.startNew('all'));
    expect(output).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(most).toBe(100);
  });

  it('sends HTTP calls, and polls until there is an answer', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers['x-trace']}`);
      if (asked.length < 3) response.writeHead(202, { location: '/jobs/1', 'retry-after': '60' }).end();
      else response.writeHead(200, { 'content-type': 'text/plain' }).end('done');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jobs`;
    const order = orchestration('order', async (ctx) => {
      const { status, content } = await ctx.callHttp({ method: 'POST', url, body: {}, headers: { 'x-trace': '7' } });
      return [status, content];
    });
    const { client, clock, finish } = await openTestHost({ functions: [order] });
    const startMs = clock.now();
    const { output } = await finish(await client.startNew('order'));
    server.close();
    expect(output).toEqual([200, 'done']);
    expect(asked).toEqual(['POST /jobs 7', 'GET /jobs/1 7', 'GET /jobs/1 7']);
    expect(clock.now() - startMs).toBe(2 * minuteMs);
  });

  it('retries an activity by timers, waiting as long as the policy says', async () => {
    const attemptsAtMs: number[] = [];
    const flaky = activity('flaky', () => {
      attemptsAtMs.push(clock.now());
      if (attemptsAtMs.length < 4) throw new Error('not yet');
      return 'at last';
    });
    const persistent = orchestration('persistent', async (ctx) =>
      ctx.callActivityWithRetry(flaky, {
        firstRetryIntervalMs: secondMs,
        maxNumberOfAttempts: 5,
        backoffCoefficient: 10,
      }),
    );
    const { client, finish, clock } = await openTestHost({ functions: [persistent, flaky] });
    const beganMs = clock.now();
    expect((await finish(await client.startNew('persistent'))).output).toBe('at last');
    expect(attemptsAtMs.map((timeMs) => timeMs - beganMs)).toEqual([0, 1_000, 11_000, 111_000]);
  });

  it('gives the failure of an activity to the code, with its kind and message', async () => {
    const boom = activity('boom', () => {
      throw new RangeError('too far');
    });
    const careful = orchestration('careful', async (ctx) => {
      try {
        return await ctx.callActivity(boom);
      } catch (error) {
        return error instanceof Error ? [error.name, error.message] : error;
      }
    });
    const { client, finish } = await openTestHost({ functions: [careful, boom] });
    const status = await finish(await client.startNew('careful'));
    expect(status.output).toEqual(['TaskFailedError', expect.stringContaining('too far')]);
    expect(status.historyEvents?.find(({ eventType }) => eventType === 'TaskFailed')?.raw).toMatchObject({
      FunctionName: 'boom',
      Reason: "Activity function 'boom' failed: too far",
    });
  });

  it.each([
    ['does not exist', 'missing'],
    ['is an orchestration', 'caller'],
  ])('fails the call of an activity that %s', async (_what, name) => {
    const caller = orchestration('caller', async (ctx) => ctx.callActivity(name));
    const { client, finish } = await openTestHost({ functions: [caller] });
    const status = await finish(await client.startNew('caller'));
    expect(status.runtimeStatus).toBe('Failed');
    expect(status.output).toContain(`The function '${name}' doesn't exist or is not an activity function`);
  });

  it('tells the code that calls a function nobody has which there are, and never tries it again', async () => {
    const codeOf = (task: Task<unknown>) =>
      task.then(undefined, (error) => (isDurableError(error) ? [error.code, error.message] : String(error)));
    const retry = { firstRetryIntervalMs: secondMs, maxNumberOfAttempts: 5 };
    const caller = orchestration('caller', async (ctx) => [
      await codeOf(ctx.callActivity('missing', 1, { retry })),
      await codeOf(ctx.callSubOrchestrator('say_hello', 1, { retry })),
    ]);
    const { client, clock, finish } = await openTestHost({ functions: [caller, sayHello] });
    const beganMs = clock.now();
    expect((await finish(await client.startNew('caller'))).output).toEqual([
      ['unknown-function', "The function 'missing' doesn't exist or is not an activity function. Known: 'say_hello'."],
      [
        'unknown-function',
        "The function 'say_hello' doesn't exist or is not an orchestrator function. Known: 'caller'.",
      ],
    ]);
    expect(clock.now()).toBe(beganMs);
  });

  it('fails an instance whose code throws', async () => {
    const broken = orchestration('broken', async () => {
      throw new Error('no way');
    });
    const { client, finish } = await openTestHost({ functions: [broken] });
    expect(await finish(await client.startNew('broken'))).toMatchObject({
      runtimeStatus: 'Failed',
      output: "Orchestrator function 'broken' failed: no way",
    });
  });

  it('shows the custom status while the code waits', async () => {
    const staged = orchestration('staged', async (ctx) => {
      ctx.setCustomStatus({ stage: 1 });
      await ctx.waitForEvent('next');
      ctx.setCustomStatus({ stage: 2 });
    });
    const { client, settle, finish } = await openTestHost({ functions: [staged] });
    const id = await client.startNew('staged');
    await settle();
    expect(await client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Running', customStatus: { stage: 1 } });
    await client.raiseEvent(id, 'next');
    expect(await finish(id)).toMatchObject({ runtimeStatus: 'Completed', customStatus: { stage: 2 }, output: null });
  });
});

describe('an event', () => {
  const approval = orchestration(
    'approval',
    async (ctx): Promise<EventOrTimeout<unknown>> => ctx.waitForEventWithTimeout('approved', 10 * minuteMs),
  );

  it('that comes in time is delivered, and its timer keeps nothing open', async () => {
    const { client, settle, finish, clock } = await openTestHost({ functions: [approval] });
    const id = await client.startNew('approval');
    await settle();
    expect(clock.dueInMs).toEqual([10 * minuteMs]);
    await client.raiseEvent(id, 'APPROVED', { by: 'Ada' });
    await settle();
    const status = await finish(id);
    expect(status.output).toEqual({ timedOut: false, value: { by: 'Ada' } });
    expect(typesOf(status)).toEqual(['ExecutionStarted', 'TimerCreated', 'EventRaised', 'ExecutionCompleted']);
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1));
  });

  it('that does not come times out at the time set', async () => {
    const { client, finish, clock } = await openTestHost({ functions: [approval] });
    const status = await finish(await client.startNew('approval'));
    expect(status.output).toEqual({ timedOut: true });
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1) + 10 * minuteMs);
    expect(typesOf(status)).toEqual(['ExecutionStarted', 'TimerCreated', 'TimerFired', 'ExecutionCompleted']);
  });

  it('that comes before the code waits for it is kept, in order', async () => {
    const patient = orchestration('patient', async (ctx) => {
      await ctx.sleep(minuteMs);
      return [await ctx.waitForEvent('item'), await ctx.waitForEvent('item'), await ctx.waitForEvent('other')];
    });
    const { client, finish } = await openTestHost({ functions: [patient] });
    const id = await client.startNew('patient');
    await client.raiseEvent(id, 'other', 'o');
    await client.raiseEvent(id, 'item', 1);
    await client.raiseEvent(id, 'item', 2);
    expect((await finish(id)).output).toEqual([1, 2, 'o']);
  });

  it('for an instance that has finished is refused with gone, for an unknown one with not-found', async () => {
    const { client, finish } = await openTestHost({ functions: [approval] });
    const id = await client.startNew('approval');
    await finish(id);
    await expect(client.raiseEvent(id, 'approved')).rejects.toMatchObject({ code: 'gone' });
    await expect(client.raiseEvent('nobody', 'approved')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an instance', () => {
  it('stays Running until the work its code left behind is done', async () => {
    const done: string[] = [];
    const note = activity('note', (text: string) => {
      done.push(text);
    });
    const forgetful = orchestration('forgetful', async (ctx) => {
      void ctx.createTimer(new Date(ctx.currentTime.getTime() + minuteMs));
      void ctx.callActivity(note, 'left behind');
      return 'returned';
    });
    const { client, settle, finish, clock } = await openTestHost({ functions: [forgetful, note] });
    const id = await client.startNew('forgetful');
    await settle();
    expect(done).toEqual(['left behind']);
    expect(await client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Running', output: null });
    expect(await finish(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'returned' });
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1) + minuteMs);
  });

  it('is over as soon as its code returns when it is so set, and its activities run all the same', async () => {
    const done: string[] = [];
    const note = activity('note', async (text: string) => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push(text);
    });
    const forgetful = orchestration('forgetful', async (ctx) => {
      void ctx.createTimer(new Date(ctx.currentTime.getTime() + minuteMs));
      void ctx.callActivity(note, 'left behind');
      return 'returned';
    });
    const { client, settle, clock } = await openTestHost({
      functions: [forgetful, note],
      completion: 'when-code-returns',
    });
    const id = await client.startNew('forgetful');
    await settle();
    expect(await client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'returned' });
    expect(done).toEqual(['left behind']);
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1));
  });

  it('is kept open by nothing but an event wait it has abandoned', async () => {
    const racer = orchestration('racer', async (ctx) => {
      const timer = ctx.createTimer(new Date(ctx.currentTime.getTime() + minuteMs));
      const { index } = await ctx.any([ctx.waitForEvent('never'), timer]);
      return index;
    });
    const { client, finish } = await openTestHost({ functions: [racer] });
    expect(await finish(await client.startNew('racer'))).toMatchObject({ runtimeStatus: 'Completed', output: 1 });
  });

  it('is stopped by terminate, with the reason as its output and nothing left of its timers', async () => {
    const endless = orchestration('endless', async (ctx) => ctx.waitForEventWithTimeout('never', dayMs));
    const { client, settle, clock, finish } = await openTestHost({ functions: [endless] });
    const id = await client.startNew('endless');
    await settle();
    await client.terminate(id, 'not needed & "over"');
    const status = await finish(id);
    expect(status).toMatchObject({ runtimeStatus: 'Terminated', output: 'not needed & "over"' });
    expect(typesOf(status)).toEqual(['ExecutionStarted', 'TimerCreated', 'ExecutionTerminated']);
    await expect(client.terminate(id, 'again')).rejects.toMatchObject({ code: 'gone' });
    await expect(client.terminate('nobody', 'x')).rejects.toMatchObject({ code: 'not-found' });
    clock.jump();
    await settle();
    expect(await client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Terminated' });
  });

  it('drops what an activity returns after it was terminated', async () => {
    let release = () => {};
    const held = activity('held', () => new Promise<string>((resolve) => (release = () => resolve('late'))));
    const holder = orchestration('holder', async (ctx) => ctx.callActivity(held));
    const { client, host } = await openTestHost({ functions: [holder, held] });
    const id = await client.startNew('holder');
    const looked = async (status: string) => {
      while ((await client.queryStatus(id))?.runtimeStatus !== status) await new Promise((r) => setImmediate(r));
    };
    await looked('Running');
    await client.terminate(id, 'enough');
    await looked('Terminated');
    release();
    await host.whenIdle();
    expect(await client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
  });

  it('may not be started again before it has finished, and replaces itself afterwards', async () => {
    const echo = orchestration('echo', async (ctx) => [ctx.input, await ctx.waitForEvent('go')]);
    const { client, finish } = await openTestHost({ functions: [echo] });
    const start = (input: number) => client.startNew('echo', { instanceId: 'one', input });
    await start(1);
    await expect(start(2)).rejects.toMatchObject({ code: 'conflict', status: 409, instanceId: 'one' });
    await client.raiseEvent('one', 'go', 'a');
    expect((await finish('one')).output).toEqual([1, 'a']);
    await start(3);
    await client.raiseEvent('one', 'go', 'b');
    const status = await finish('one');
    expect(status.output).toEqual([3, 'b']);
    expect(typesOf(status)).toEqual(['ExecutionStarted', 'EventRaised', 'ExecutionCompleted']);
  });

  it('is purged with its history only once it has finished', async () => {
    const waiter = orchestration('waiter', async (ctx) => ctx.waitForEvent('go'));
    const { client, settle, finish } = await openTestHost({ functions: [waiter] });
    const id = await client.startNew('waiter');
    await settle();
    await expect(client.purgeHistory(id)).rejects.toMatchObject({ code: 'precondition-failed' });
    await client.raiseEvent(id, 'go');
    await finish(id);
    expect(await client.purgeHistory(id)).toEqual({ instancesDeleted: 1 });
    expect(await client.queryStatus(id)).toBeUndefined();
    expect(await client.purgeHistory(id)).toEqual({ instancesDeleted: 0 });
  });
});

describe('a timer', () => {
  it('fires in the order of due times, also when it is due in the past', async () => {
    const alarm = orchestration('alarm', async (ctx) => {
      const at = (offsetMs: number) => new Date(ctx.currentTime.getTime() + offsetMs);
      const order: string[] = [];
      await Promise.all([
        ctx.createTimer(at(2 * minuteMs)).then(() => order.push('second')),
        ctx.createTimer(at(minuteMs)).then(() => order.push('first')),
        ctx.createTimer(at(-dayMs)).then(() => order.push('past')),
      ]);
      return { order, endedAt: ctx.currentTime.toISOString() };
    });
    const { client, finish } = await openTestHost({ functions: [alarm] });
    const { output } = await finish(await client.startNew('alarm'));
    expect(output).toEqual({ order: ['past', 'first', 'second'], endedAt: '2026-01-01T00:02:00.000Z' });
  });

  it('that is cancelled leaves no row behind, so nothing wakes the instance', async () => {
    const racer = orchestration('racer', async (ctx) => {
      const timer = ctx.createTimer(new Date(ctx.currentTime.getTime() + dayMs));
      await ctx.callActivity(sayHello, 'x');
      timer.cancel();
      await ctx.waitForEvent('go');
      return 'done';
    });
    const { client, settle, clock, finish } = await openTestHost({ functions: [racer, sayHello] });
    const id = await client.startNew('racer');
    await settle();
    clock.jump();
    await settle();
    await client.raiseEvent(id, 'go');
    const status = await finish(id);
    expect(typesOf(status)).not.toContain('TimerFired');
    expect(status.output).toBe('done');
  });

  it('thirty days of daily reminders take no time on a virtual clock', async () => {
    const sent: string[] = [];
    const remind = activity('remind', (day: string) => {
      sent.push(day);
    });
    const monthly = orchestration('monthly', async (ctx) => {
      for (let day = 0; day < 30; day += 1) {
        await ctx.sleep(dayMs);
        await ctx.callActivity(remind, ctx.currentTime.toISOString().slice(0, 10));
      }
    });
    const { client, finish } = await openTestHost({ functions: [monthly, remind] });
    expect((await finish(await client.startNew('monthly'))).runtimeStatus).toBe('Completed');
    expect(sent).toHaveLength(30);
    expect(sent.at(-1)).toBe('2026-01-31');
  });
});

describe('continueAsNew', () => {
  it('begins again with a new input and an empty history', async () => {
    const counter = orchestration<number, number>('counter', async (ctx) => {
      await ctx.sleep(minuteMs);
      if (ctx.input < 3) return ctx.continueAsNew(ctx.input + 1);
      return ctx.input;
    });
    const { client, finish } = await openTestHost({ functions: [counter] });
    const status = await finish(await client.startNew(counter, 0));
    expect(status).toMatchObject({ runtimeStatus: 'Completed', output: 3, input: 3 });
    expect(typesOf(status)).toEqual(['ExecutionStarted', 'TimerCreated', 'TimerFired', 'ExecutionCompleted']);
  });

  it.each([
    ['carries events nobody has waited for into the next execution', true, ['a', 'b', 'c']],
    ['leaves them behind when it is told to', false, ['a', 'c']],
  ])('%s', async (_what, preserveUnprocessedEvents, expected) => {
    const collector = orchestration<string[], string[]>('collector', async (ctx) => {
      const collected = [...(ctx.input ?? []), await ctx.waitForEvent<string>('item')];
      if (collected.length >= expected.length) return collected;
      await ctx.sleep(minuteMs);
      return ctx.continueAsNew(collected, { preserveUnprocessedEvents });
    });
    const { client, settle, finish, clock } = await openTestHost({ functions: [collector] });
    const id = await client.startNew('collector', { input: [] });
    await client.raiseEvent(id, 'item', 'a');
    await client.raiseEvent(id, 'ITEM', 'b');
    await settle();
    clock.jump();
    await settle();
    await client.raiseEvent(id, 'item', 'c');
    expect((await finish(id)).output).toEqual(expected);
  });
});

describe('a sub-orchestration', () => {
  const child = orchestration('child', async (ctx) => {
    if (ctx.input === 'fail') throw new Error('child says no');
    return { got: ctx.input, parent: ctx.parentInstanceId };
  });

  it('returns its output to the code that called it', async () => {
    const parent = orchestration('parent', async (ctx) =>
      ctx.joinAll([ctx.callSubOrchestrator('child', 1), ctx.callSubOrchestrator('child', 2, { instanceId: 'kid' })]),
    );
    const { client, finish } = await openTestHost({ functions: [parent, child] });
    const status = await finish(await client.startNew('parent', { instanceId: 'mum' }));
    expect(status.output).toEqual([
      { got: 1, parent: 'mum' },
      { got: 2, parent: 'mum' },
    ]);
    expect(await client.queryStatus('kid')).toMatchObject({ name: 'child', runtimeStatus: 'Completed' });
    expect(typesOf(status)?.filter((type) => type.startsWith('Sub'))).toEqual([
      'SubOrchestrationInstanceCompleted',
      'SubOrchestrationInstanceCompleted',
    ]);
  });

  it('hands its failure on, and its termination', async () => {
    const endless = orchestration('endless', async (ctx) => ctx.waitForEvent('never'));
    const parent = orchestration('parent', async (ctx) => {
      const messageOf = (call: PromiseLike<unknown>) =>
        Promise.resolve(call).then(String, (error: Error) => error.message);
      return Promise.all([
        messageOf(ctx.callSubOrchestrator('child', 'fail')),
        messageOf(ctx.callSubOrchestrator('endless', null, { instanceId: 'kid' })),
      ]);
    });
    const { client, settle, finish } = await openTestHost({ functions: [parent, child, endless] });
    const id = await client.startNew('parent');
    await settle();
    await client.terminate('kid', 'bed time');
    expect((await finish(id)).output).toEqual([
      expect.stringContaining('child says no'),
      expect.stringContaining('bed time'),
    ]);
  });

  it('fails when an instance of its id is in the way', async () => {
    const waiter = orchestration('waiter', async (ctx) => ctx.waitForEvent('never'));
    const caller = orchestration('caller', async (ctx) => ctx.callSubOrchestrator('child', 1, { instanceId: 'taken' }));
    const { client, finish } = await openTestHost({ functions: [caller, child, waiter] });
    await client.startNew('waiter', { instanceId: 'taken' });
    const status = await finish(await client.startNew('caller'));
    expect(status.runtimeStatus).toBe('Failed');
    expect(status.output).toContain("An instance 'taken' exists already");
  });

  it('fails when there is no such orchestration', async () => {
    const caller = orchestration('caller', async (ctx) => ctx.callSubOrchestrator('nobody'));
    const { client, finish } = await openTestHost({ functions: [caller] });
    const status = await finish(await client.startNew('caller'));
    expect(status.runtimeStatus).toBe('Failed');
    expect(status.output).toContain("'nobody'");
  });
});
