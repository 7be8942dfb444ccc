import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';
import { virtualClock } from './fakes/virtual-clock.ts';

let folder: string;
let database: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-host-'));
  database = join(folder, 'hub.db');
});
afterEach(async () => {
  await closeTestHosts();
  rmSync(folder, { recursive: true, force: true });
});

const minuteMs = 60_000;
const echo = activity('echo', (value: unknown) => value);

describe('a host that is closed and opened again', () => {
  it('goes on where each instance stood: between activities, at a timer, at an event', async () => {
    const calls: string[] = [];
    const step = activity('step', (name: string) => {
      calls.push(name);
      return name;
    });
    const order = orchestration('order', async (ctx) => {
      const first = await ctx.callActivity(step, 'first');
      await ctx.sleep(minuteMs);
      const event = await ctx.waitForEvent('go');
      const last = await ctx.callActivity(step, 'last');
      return [first, event, last];
    });
    const clock = virtualClock();
    const open = () => openTestHost({ database, functions: [order, step] }, clock);

    const one = await open();
    const id = await one.client.startNew('order');
    await one.settle();
    await one.host.close();

    const two = await open();
    await two.settle();
    expect(clock.dueInMs).toEqual([minuteMs]);
    clock.jump();
    await two.settle();
    await two.host.close();

    const three = await open();
    await three.client.raiseEvent(id, 'go', 42);
    expect((await three.finish(id)).output).toEqual(['first', 42, 'last']);
    expect(calls).toEqual(['first', 'last']);
  });

  it('fires timers that became due while it was closed', async () => {
    const sleeper = orchestration('sleeper', async (ctx) => {
      await ctx.sleep(minuteMs);
      return ctx.currentTime.toISOString();
    });
    const one = await openTestHost({ database, functions: [sleeper] });
    const id = await one.client.startNew('sleeper');
    await one.settle();
    await one.host.close();

    const two = await openTestHost({ database, functions: [sleeper] }, virtualClock(Date.UTC(2026, 5, 1)));
    await two.settle();
    expect(await two.client.queryStatus(id)).toMatchObject({ output: '2026-06-01T00:00:00.000Z' });
  });

  it('hands out events that came before the clock was set back', async () => {
    const waiter = orchestration('waiter', async (ctx) => [await ctx.waitForEvent('go'), await ctx.waitForEvent('go')]);
    const before = await openTestHost({ database, functions: [waiter] });
    const id = await before.client.startNew('waiter');
    await before.settle();
    await before.host.close();

    const without = await openTestHost({ database, functions: [echo] });
    await without.client.raiseEvent(id, 'go', 1);
    await without.client.raiseEvent(id, 'go', 2);
    await without.host.close();

    const after = await openTestHost({ database, functions: [waiter] }, virtualClock(Date.UTC(2025, 11, 31)));
    await after.settle();
    expect(await after.client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Completed', output: [1, 2] });
  });

  it('runs activities again that were under way, and tells them to stop when it closes', async () => {
    const signals: AbortSignal[] = [];
    let isHeld = true;
    const slow = activity('slow', async (n: number, { signal }) => {
      signals.push(signal);
      if (isHeld) await new Promise(() => {});
      return n * 2;
    });
    const caller = orchestration('caller', async (ctx) => ctx.callActivity(slow, 21));
    const one = await openTestHost({ database, functions: [caller, slow] });
    const id = await one.client.startNew('caller');
    while (signals.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await one.host.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);

    isHeld = false;
    const two = await openTestHost({ database, functions: [caller, slow] });
    expect((await two.finish(id)).output).toBe(42);
    expect(signals).toHaveLength(2);
  });

  it('remembers which timers the code has cancelled', async () => {
    const racer = orchestration('racer', async (ctx) => {
      const timer = ctx.createTimer(new Date(ctx.currentTime.getTime() + minuteMs));
      await ctx.callActivity(echo, 1);
      timer.cancel();
      return ctx.waitForEvent('go');
    });
    const one = await openTestHost({ database, functions: [racer, echo] });
    const id = await one.client.startNew('racer');
    await one.settle();
    await one.host.close();

    const two = await openTestHost({ database, functions: [racer, echo] });
    await two.client.raiseEvent(id, 'go', 'on');
    await two.settle();
    expect(await two.client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'on' });
  });

  it('carries only unawaited events over continueAsNew, also those from before it was closed', async () => {
    const collector = orchestration<string[], string[]>('collector', async (ctx) => {
      const items = [...(ctx.input ?? []), await ctx.waitForEvent<string>('item')];
      if (items.length === 3) return items;
      await ctx.waitForEvent('turn');
      return ctx.continueAsNew(items);
    });
    const one = await openTestHost({ database, functions: [collector] });
    const id = await one.client.startNew('collector');
    for (const item of ['a', 'b', 'c']) await one.client.raiseEvent(id, 'item', item);
    await one.settle();
    await one.host.close();

    const two = await openTestHost({ database, functions: [collector] });
    await two.client.raiseEvent(id, 'turn');
    await two.client.raiseEvent(id, 'turn');
    expect((await two.finish(id)).output).toEqual(['a', 'b', 'c']);
  });

  it('fails an instance whose code has changed, and says what differs', async () => {
    const clock = virtualClock();
    const before = orchestration('order', async (ctx) => {
      await ctx.callActivity(echo, 1);
      return ctx.waitForEvent('go');
    });
    const after = orchestration('order', async (ctx) => {
      await ctx.sleep(minuteMs);
      return ctx.waitForEvent('go');
    });
    const one = await openTestHost({ database, functions: [before, echo] }, clock);
    const id = await one.client.startNew('order');
    await one.settle();
    await one.host.close();

    const two = await openTestHost({ database, functions: [after, echo] }, clock);
    await two.client.raiseEvent(id, 'go');
    const status = await two.finish(id);
    expect(status.runtimeStatus).toBe('Failed');
    expect(status.output).toContain('echo');
  });

  it('leaves a suspended instance suspended, and does not run activities again whose results it keeps', async () => {
    let release = () => {};
    let runs = 0;
    const held = activity('held', () => {
      runs += 1;
      return new Promise<number>((resolve) => (release = () => resolve(runs)));
    });
    const holder = orchestration('holder', async (ctx) => [await ctx.callActivity(held), await ctx.waitForEvent('go')]);
    const one = await openTestHost({ database, functions: [holder, held] });
    const id = await one.client.startNew('holder');
    while (runs === 0) await new Promise((resolve) => setImmediate(resolve));
    await callApi(one.host, 'POST', `/instances/${id}/suspend`);
    while ((await one.client.queryStatus(id))?.runtimeStatus !== 'Suspended') {
      await new Promise((resolve) => setImmediate(resolve));
    }
    release();
    await one.settle();
    await one.host.close();

    const two = await openTestHost({ database, functions: [holder, held] });
    await two.client.raiseEvent(id, 'go', 'on');
    await two.settle();
    expect(await two.client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Suspended' });
    await callApi(two.host, 'POST', `/instances/${id}/resume`);
    expect((await two.finish(id)).output).toEqual([1, 'on']);
    expect(runs).toBe(1);
  });

  it('goes on with a rewound instance, and lets code that was mended go on where it broke', async () => {
    const calls: string[] = [];
    const step = activity('step', (name: string) => {
      calls.push(name);
      return name;
    });
    const order = (mend: (name: string) => string) =>
      orchestration('order', async (ctx) => {
        const first = await ctx.callActivity(step, 'first');
        await ctx.sleep(minuteMs);
        return [first, await ctx.callActivity(step, mend(first))];
      });
    const broken = order(() => {
      throw new TypeError('not written yet');
    });
    const one = await openTestHost({ database, functions: [broken, step] });
    const id = await one.client.startNew('order');
    expect((await one.finish(id)).runtimeStatus).toBe('Failed');
    await one.host.close();

    const mended = order(() => 'second');
    const two = await openTestHost({ database, functions: [echo] });
    expect((await callApi(two.host, 'POST', `/instances/${id}/rewind`)).status).toBe(202);
    await two.settle();
    await two.host.close();

    const three = await openTestHost({ database, functions: [mended, step] });
    expect((await three.finish(id)).output).toEqual(['first', 'second']);
    expect(calls).toEqual(['first', 'second']);
  });

  it('begins an instance at the time it was scheduled for, also when the clock was set back or it was closed then', async () => {
    const waiter = orchestration('waiter', async (ctx) => ctx.currentTime.toISOString());
    const start = (id: string) => `/orchestrators/waiter/${id}?startAt=2026-01-01T00:01:00Z`;
    const one = await openTestHost({ database, functions: [waiter] });
    for (const id of ['early', 'late']) await callApi(one.host, 'POST', start(id));
    await one.settle();
    await one.host.close();

    const clock = virtualClock(Date.UTC(2025, 11, 31));
    const two = await openTestHost({ database, functions: [waiter] }, clock);
    await two.settle();
    expect((await two.client.queryStatus('early'))?.runtimeStatus).toBe('Pending');
    expect(clock.dueInMs).toEqual([24 * 60 * minuteMs + minuteMs]);
    await callApi(two.host, 'POST', '/instances/late/suspend');
    expect((await two.finish('early')).output).toBe('2026-01-01T00:01:00.000Z');
    await two.host.close();

    const three = await openTestHost({ database, functions: [waiter] }, virtualClock(Date.UTC(2026, 5, 1)));
    await three.settle();
    expect((await three.client.queryStatus('late'))?.runtimeStatus).toBe('Suspended');
    await callApi(three.host, 'POST', '/instances/late/resume');
    expect((await three.finish('late')).output).toBe('2026-06-01T00:00:00.000Z');
  });

  it('runs activities of a rewound instance once, though they were under way when it failed and when it was rewound', async () => {
    let isHeld = true;
    let isBroken = true;
    let runs = 0;
    const held = activity('held', async () => {
      runs += 1;
      if (isHeld) await new Promise(() => {});
    });
    const broken = activity('broken', () => {
      if (isBroken) throw new Error('no');
    });
    const both = orchestration('both', async (ctx) => ctx.joinAll([ctx.callActivity(held), ctx.callActivity(broken)]));
    const options = { database, functions: [both, held, broken], completion: 'when-code-returns' } as const;
    const one = await openTestHost(options);
    const id = await one.client.startNew('both');
    while ((await one.client.queryStatus(id))?.runtimeStatus !== 'Failed') {
      await new Promise((resolve) => setImmediate(resolve));
    }
    isBroken = false;
    await callApi(one.host, 'POST', `/instances/${id}/rewind`);
    await one.host.close();

    isHeld = false;
    runs = 0;
    const two = await openTestHost(options);
    expect((await two.finish(id)).runtimeStatus).toBe('Completed');
    await two.settle();
    expect(runs).toBe(1);
  });

  it('leaves instances alone whose orchestration it does not have', async () => {
    const waiter = orchestration('waiter', async (ctx) => ctx.waitForEvent('go'));
    const warnings: string[] = [];
    const one = await openTestHost({ database, functions: [waiter] });
    const id = await one.client.startNew('waiter');
    await one.settle();
    await one.host.close();

    const log = { debug() {}, info() {}, error() {}, warn: (message: string) => warnings.push(message) };
    const two = await openTestHost({ database, functions: [echo], log });
    await two.client.raiseEvent(id, 'go', 'kept');
    await two.settle();
    expect(await two.client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Running' });
    expect(warnings).toEqual([expect.stringContaining("no orchestration 'waiter'")]);
    await two.host.close();

    const three = await openTestHost({ database, functions: [waiter] });
    expect((await three.finish(id)).output).toBe('kept');
  });
});

describe('DurableHost.open', () => {
  const functions = [echo];

  it('refuses a file another host has open, and takes it once that is closed', async () => {
    const one = await DurableHost.open({ database, functions });
    await expect(DurableHost.open({ database, functions })).rejects.toMatchObject({ code: 'in-use' });
    await one.close();
    await (await DurableHost.open({ database, functions })).close();
  });

  it('refuses a file that is no database, and leaves it as it is', async () => {
    const letter = 'a letter to my grandmother, long enough to be one '.repeat(100);
    writeFileSync(database, letter);
    await expect(DurableHost.open({ database, functions })).rejects.toMatchObject({ code: 'not-a-hub' });
    expect(readFileSync(database, 'utf8')).toBe(letter);
  });

  it('refuses the database of another program, and leaves it as it is', async () => {
    const other = new DatabaseSync(database);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const bytes = readFileSync(database);
    await expect(DurableHost.open({ database, functions })).rejects.toMatchObject({ code: 'not-a-hub' });
    expect(readFileSync(database).equals(bytes)).toBe(true);
  });

  it('refuses a file another program has marked as its own, though nothing is in it yet', async () => {
    const other = new DatabaseSync(database);
    other.exec('PRAGMA application_id = 77');
    other.close();
    await expect(DurableHost.open({ database, functions: [echo] })).rejects.toMatchObject({ code: 'not-a-hub' });
  });

  it('says that a file is damaged, and lets go of it', async () => {
    await (await DurableHost.open({ database, functions: [echo] })).close();
    const surgery = new DatabaseSync(database);
    surgery.exec('DROP TABLE inbox');
    surgery.close();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const opening = DurableHost.open({ database, functions: [echo] });
      await expect(opening).rejects.toMatchObject({ code: 'database', message: expect.stringContaining('inbox') });
    }
  });

  it('refuses a file of a newer release', async () => {
    await (await DurableHost.open({ database, functions })).close();
    const file = new DatabaseSync(database);
    file.exec('PRAGMA user_version = 99');
    file.close();
    await expect(DurableHost.open({ database, functions })).rejects.toMatchObject({ code: 'schema-version' });
  });

  it('says why a file cannot be opened', async () => {
    const unreachable = join(folder, 'missing', 'hub.db');
    await expect(DurableHost.open({ database: unreachable, functions })).rejects.toMatchObject({ code: 'database' });
  });

  it.each([
    ['no options', undefined, /pass \{ database, functions \}/],
    ['no database', { functions }, /database must be/],
    ['an empty path', { database: ' ', functions }, /database must be/],
    ['no functions', { database: ':memory:' }, /functions must be a list/],
    ['an empty list', { database: ':memory:', functions: [] }, /at least one/],
    ['a plain function', { database: ':memory:', functions: [() => 1] }, /functions\[0\] is no orchestration/],
    [
      'two functions of one name',
      { database: ':memory:', functions: [echo, orchestration('Echo', async () => 1)] },
      /the orchestration 'Echo' has the name of the activity 'echo'/,
    ],
    ['an unknown option', { database: ':memory:', functions, taskhub: 'x' }, /unknown option 'taskhub'/],
    ['a bad task hub', { database: ':memory:', functions, taskHub: 'my hub' }, /taskHub must be/],
    ['a bad clock', { database: ':memory:', functions, clock: Date }, /clock must have/],
    ['a bad durability', { database: ':memory:', functions, durability: 'some' }, /durability must be/],
    ['a bad completion', { database: ':memory:', functions, completion: 'never' }, /completion must be/],
    [
      'bad states to override',
      { database: ':memory:', functions, overridableExistingInstanceStates: 'all' },
      /overridableExistingInstanceStates must be/,
    ],
    ['a bad log', { database: ':memory:', functions, log: {} }, /log must have/],
    ['a bad limit', { database: ':memory:', functions, maxRequestBytes: 0 }, /maxRequestBytes must be/],
  ])('refuses %s', async (_what, options, message) => {
    await expect(DurableHost.open(options as never)).rejects.toThrow(TypeError);
    await expect(DurableHost.open(options as never)).rejects.toThrow(message);
  });
});
