import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const echo = activity('echo', (value: unknown) => value);
const adder = orchestration<number, number>('adder', async (ctx) => {
  let sum = 0;
  for (let n = 0; n < ctx.input; n += 1) sum += await ctx.waitForEvent<number>('add');
  return sum;
});

describe('limits.maxConcurrentTurns', () => {
  it('takes every turn, also when only one is taken at a time', async () => {
    const pair = orchestration('pair', async (ctx) => [
      await ctx.callActivity(echo, ctx.input),
      await ctx.callSubOrchestrator(single, ctx.input),
    ]);
    const single = orchestration<unknown, unknown>('single', async (ctx) => ctx.callActivity(echo, ctx.input));
    const { client, settle } = await openTestHost({
      functions: [pair, single, echo],
      limits: { maxConcurrentTurns: 1 },
    });
    const ids = await Promise.all(
      numbers(50).map((n) => client.startNew('pair', { instanceId: `pair-${n}`, input: n })),
    );
    await settle();
    const outputs = await Promise.all(ids.map(async (id) => (await client.queryStatus(id))?.output));
    expect(outputs).toEqual(numbers(50).map((n) => [n, n]));
  });

  it('takes every turn of a flood of starts, more than it keeps in mind at a time', async () => {
    const quick = orchestration<number, unknown>('quick', async (ctx) => ctx.callActivity(echo, ctx.input));
    const { host, client, settle } = await openTestHost({
      functions: [quick, echo],
      limits: { maxConcurrentTurns: 1 },
    });
    const flood = 10_200;
    const answers = await Promise.all(
      numbers(flood).map((n) =>
        host.fetch(new Request('http://hub.invalid/durabletask/orchestrators/quick', { method: 'POST', body: `${n}` })),
      ),
    );
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    await settle();
    const outputs = new Set<unknown>();
    for await (const { output } of client.queryStatuses({ pageSize: 1_000 })) outputs.add(output);
    expect(outputs).toEqual(new Set(numbers(flood)));
  });

  it('lets an instance that always has something to do not keep others waiting', async () => {
    let rounds = 0;
    const busy = orchestration('busy', async (ctx) => {
      rounds += 1;
      return rounds < 1_000 ? ctx.continueAsNew(0) : undefined;
    });
    const quick = orchestration('quick', async () => rounds);
    const { client, settle } = await openTestHost({ functions: [busy, quick], limits: { maxConcurrentTurns: 1 } });
    await Promise.all([client.startNew('busy', { instanceId: 'b' }), client.startNew('quick', { instanceId: 'q' })]);
    await settle();
    expect(Number((await client.queryStatus('q'))?.output)).toBeLessThan(10);
    expect((await client.queryStatus('b'))?.runtimeStatus).toBe('Completed');
  });
});

describe('limits.maxExecutionsInMemory', () => {
  it('replays what is not kept, with the same results', async () => {
    const { client, settle } = await openTestHost({ functions: [adder], limits: { maxExecutionsInMemory: 1 } });
    const ids = await Promise.all(numbers(5).map(() => client.startNew('adder', { input: 3 })));
    for (const term of [1, 10, 100]) {
      for (const id of ids) await client.raiseEvent(id, 'add', term);
      await settle();
    }
    for (const id of ids) expect((await client.queryStatus(id))?.output).toBe(111);
  });

  it('replays only what is not kept', async () => {
    const begun: string[] = [];
    const waiter = orchestration('waiter', async (ctx) => {
      begun.push(ctx.instanceId);
      await ctx.waitForEvent('go');
      await ctx.waitForEvent('go');
    });
    const { client, settle } = await openTestHost({ functions: [waiter], limits: { maxExecutionsInMemory: 2 } });
    for (const id of ['a', 'b', 'c']) await client.startNew('waiter', { instanceId: id });
    await settle();
    for (const id of ['b', 'a']) {
      await client.raiseEvent(id, 'go');
      await settle();
    }
    expect(begun).toEqual(['a', 'b', 'c', 'a']);
  });
});

describe('limits.maxHistoryEvents and maxHistoryBytes', () => {
  it('fails an instance that calls without end, and runs nothing more of it', async () => {
    let runs = 0;
    const count = activity('count', () => {
      runs += 1;
    });
    const endless = orchestration('endless', async (ctx) => {
      for (;;) await ctx.callActivity(count);
    });
    const { client, finish } = await openTestHost({
      functions: [endless, count],
      limits: { maxHistoryEvents: 100 },
    });
    const end = await finish(await client.startNew('endless'));
    expect(end.runtimeStatus).toBe('Failed');
    expect(end.output).toMatch(
      /^Orchestrator function 'endless' failed: Its history has \d+ events and may have 100 \(maxHistoryEvents\)\./,
    );
    expect(runs).toBeLessThan(100);
  });

  it('runs none of the activities that still wait when the instance fails', async () => {
    let runs = 0;
    const count = activity('count', () => {
      runs += 1;
    });
    const greedy = orchestration('greedy', async (ctx) => ctx.joinAll(numbers(200).map(() => ctx.callActivity(count))));
    const { client, settle } = await openTestHost({
      functions: [greedy, count],
      limits: { maxHistoryEvents: 100, maxConcurrentActivities: 1 },
    });
    const id = await client.startNew('greedy');
    await settle();
    expect((await client.queryStatus(id))?.runtimeStatus).toBe('Failed');
    expect(runs).toBeLessThan(5);
  });

  it.each([
    ['stays in memory', 1_000],
    ['is replayed for each turn', 1],
  ])('comes to the same count when the code %s', async (_where, maxExecutionsInMemory) => {
    const waits = orchestration('waits', async (ctx) => {
      for (;;) await ctx.any([ctx.waitForEvent('x'), ctx.sleep(1)]);
    });
    const other = orchestration('other', async (ctx) => {
      for (;;) await ctx.waitForEvent('x');
    });
    const { client, settle } = await openTestHost({
      functions: [waits, other],
      limits: { maxHistoryEvents: 60, maxExecutionsInMemory },
    });
    for (const instanceId of ['waits', 'other']) await client.startNew(instanceId, { instanceId });
    let events = 0;
    while ((await client.queryStatus('waits'))?.runtimeStatus !== 'Failed') {
      events += 1;
      for (const id of ['other', 'waits']) {
        await client.raiseEvent(id, 'x').catch(() => undefined);
        await settle();
      }
    }
    expect(events).toBe(13);
  });

  it('counts what was written before the code was replayed', async () => {
    const { client, settle, finish } = await openTestHost({
      functions: [adder],
      limits: { maxHistoryBytes: 6_000, maxExecutionsInMemory: 1 },
    });
    const [id, other] = [await client.startNew('adder', { input: 9 }), await client.startNew('adder', { input: 9 })];
    for (const event of ['x', 'y', 'z'].map((letter) => letter.repeat(2_000))) {
      for (const each of [id, other]) await client.raiseEvent(each, 'add', event);
      await settle();
    }
    await client.raiseEvent(id, 'add', 'one more');
    expect((await finish(id)).output).toContain('maxHistoryBytes');
  });

  it('tells a calling orchestration, and begins to count again with continueAsNew', async () => {
    const endless = orchestration('endless', async (ctx) => {
      for (;;) await ctx.callActivity(echo);
    });
    const parent = orchestration('parent', async (ctx) => {
      try {
        return await ctx.callSubOrchestrator(endless);
      } catch (error) {
        return String(error);
      }
    });
    const thrifty = orchestration<number, string>('thrifty', async (ctx) => {
      for (let n = 0; n < 3; n += 1) await ctx.callActivity(echo);
      return ctx.input < 20 ? ctx.continueAsNew(ctx.input + 1) : 'done';
    });
    const { client, finish } = await openTestHost({
      functions: [parent, endless, thrifty, echo],
      limits: { maxHistoryEvents: 40 },
    });
    expect((await finish(await client.startNew('parent'))).output).toContain('history-too-large');
    expect((await finish(await client.startNew('thrifty', { input: 0 }))).output).toBe('done');
  });
});

describe('a turn', () => {
  it('takes a flood of events in parts, and none twice', async () => {
    const sum = orchestration<number, number>('sum', async (ctx) => {
      await ctx.callActivity(echo);
      const events = await ctx.joinAll(numbers(ctx.input).map(() => ctx.waitForEvent<number>('n')));
      return events.reduce((a, b) => a + b, 0);
    });
    const before = await openTestHost({ functions: [sum, echo] });
    const id = await before.client.startNew('sum', { input: 2_500 });
    await Promise.all(numbers(2_500).map((n) => before.client.raiseEvent(id, 'n', n)));
    expect((await before.finish(id)).output).toBe((2_500 * 2_499) / 2);
  });

  it('finds behind a flood of events what ends a pause, and what ends it all', async () => {
    const { client, settle } = await openTestHost({ functions: [adder] });
    const ids = [await client.startNew('adder', { input: 3_000 }), await client.startNew('adder', { input: 3_000 })];
    const [paused = '', stopped = ''] = ids;
    await settle();
    for (const id of ids) await client.suspend(id, 'wait');
    await settle();
    await Promise.all(ids.flatMap((id) => numbers(3_000).map(() => client.raiseEvent(id, 'add', 1))));
    await client.resume(paused, 'go on');
    await client.terminate(stopped, 'enough');
    await settle();
    expect(await client.queryStatus(paused)).toMatchObject({ runtimeStatus: 'Completed', output: 3_000 });
    expect(await client.queryStatus(stopped)).toMatchObject({ runtimeStatus: 'Terminated' });
  });
});
