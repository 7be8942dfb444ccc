import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { jsonActivity } from './fakes/json-functions.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

const folders: string[] = [];
afterEach(async () => {
  await closeTestHosts();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Calls an activity for each number below its input at once. */
const fan = orchestration<[string, number], unknown>('fan', async (ctx) => {
  const [name, count] = ctx.input;
  return ctx.joinAll(Array.from({ length: count }, (_, n) => ctx.callActivity(name, n)));
});

const macrotask = () => new Promise((resolve) => setImmediate(resolve));

/** An activity that takes a while, and knows how many of it ran at once. */
function crowd(name: string) {
  const seen = { running: 0, most: 0, inputs: [] as unknown[] };
  const definition = activity(name, async (n: unknown) => {
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    seen.inputs.push(n);
    await macrotask();
    seen.running -= 1;
    return n;
  });
  return { definition, seen };
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('limits.maxConcurrentActivities', () => {
  it('lets no more run at once, in the order they were asked for, and forgets none', async () => {
    const { definition, seen } = crowd('work');
    const { client, finish } = await openTestHost({
      functions: [fan, definition],
      limits: { maxConcurrentActivities: 3 },
    });
    const { output } = await finish(await client.startNew('fan', { input: ['work', 250] }));
    expect(output).toEqual(numbers(250));
    expect(seen).toMatchObject({ most: 3, inputs: numbers(250) });
  });

  it('shares the places out over the activities that wait', async () => {
    const one = crowd('one');
    const two = crowd('two');
    const { client, finish, settle } = await openTestHost({
      functions: [fan, one.definition, two.definition],
      limits: { maxConcurrentActivities: 2 },
    });
    const ids = [
      await client.startNew('fan', { input: ['one', 40] }),
      await client.startNew('fan', { input: ['two', 40] }),
    ];
    await settle();
    for (const id of ids) expect((await finish(id)).output).toEqual(numbers(40));
    expect(one.seen.most + two.seen.most).toBeLessThanOrEqual(4);
  });

  it('keeps those that wait in the file, for another host to run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'perdura-limits-'));
    folders.push(folder);
    const database = join(folder, 'hub.db');
    const begun: number[] = [];
    const isHeld = { value: true };
    const work = activity('work', async (n: number) => {
      begun.push(n);
      if (isHeld.value) await new Promise(() => {});
      return n;
    });
    const options = { database, functions: [fan, work], limits: { maxConcurrentActivities: 2, maxActivityCrashes: 1 } };
    const before = await openTestHost(options);
    const id = await before.client.startNew('fan', { input: ['work', 10] });
    while (begun.length < 2) await macrotask();
    await before.host.close();

    isHeld.value = false;
    const after = await openTestHost(options);
    expect((await after.finish(id)).output).toEqual(numbers(10));
    expect(begun).toEqual([0, 1, ...numbers(10)]);
  });
});

describe('limits.activities', () => {
  it('limits one activity without holding up the others', async () => {
    const slow = crowd('slow');
    const quick = crowd('quick');
    const both = orchestration('both', async (ctx) => {
      const slowOnes = numbers(20).map((n) => ctx.callActivity('Slow', n));
      const quickOnes = numbers(20).map((n) => ctx.callActivity('quick', n));
      return [await ctx.joinAll(slowOnes), await ctx.joinAll(quickOnes)];
    });
    const { client, finish } = await openTestHost({
      functions: [both, slow.definition, quick.definition],
      limits: { activities: { slow: { maxConcurrent: 1 } } },
    });
    const { output } = await finish(await client.startNew('both'));
    expect(output).toEqual([numbers(20), numbers(20)]);
    expect(slow.seen.most).toBe(1);
    expect(quick.seen.most).toBe(20);
  });

  it('begins no more in a span of time than its rate allows', async () => {
    const times: number[] = [];
    const call = activity('call', () => {
      times.push(clock.now());
    });
    const { client, finish, clock } = await openTestHost({
      functions: [fan, call],
      limits: { activities: { call: { rate: { starts: 2, perMs: 1_000 } } } },
    });
    const startMs = clock.now();
    await finish(await client.startNew('fan', { input: ['call', 5] }));
    expect(times.map((timeMs) => timeMs - startMs)).toEqual([0, 0, 1_000, 1_000, 2_000]);
  });

  it('fails a task whose activity takes too long, aborts its signal, and gives its place to the next', async () => {
    const reasons: unknown[] = [];
    const stuck = activity('stuck', async (n: number, { signal }) => {
      if (n === 1) return 'quick';
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      reasons.push(signal.reason);
      throw new Error('I was told to stop');
    });
    const caller = orchestration('caller', async (ctx) => {
      const [first, second] = await ctx.joinAllSettled([ctx.callActivity(stuck, 0), ctx.callActivity(stuck, 1)]);
      const details = first?.status === 'rejected' && (first.error as { failureDetails?: unknown }).failureDetails;
      return { details, second };
    });
    const { client, finish, clock } = await openTestHost({
      functions: [caller, stuck],
      limits: { activities: { stuck: { timeoutMs: 5_000, maxConcurrent: 1 } } },
    });
    const id = await client.startNew('caller');
    while (clock.dueInMs.length === 0) await macrotask();
    expect(clock.dueInMs).toEqual([5_000]);
    clock.jump();
    expect((await finish(id)).output).toEqual({
      details: {
        errorType: 'activity-timeout',
        errorMessage: 'It ran longer than the 5000 ms it is allowed.',
        isNonRetriable: false,
      },
      second: { status: 'fulfilled', value: 'quick' },
    });
    expect(reasons).toMatchObject([{ name: 'TimeoutError' }]);
    expect(clock.dueInMs).toEqual([]);
  });

  it('leaves no clock timer behind, neither of a time limit nor of a rate', async () => {
    let isRunning = false;
    const stuck = activity('stuck', async () => {
      isRunning = true;
      await new Promise(() => {});
    });
    const { host, client, clock } = await openTestHost({
      functions: [fan, stuck],
      limits: { activityDefaults: { timeoutMs: 60_000, rate: { starts: 1, perMs: 1_000 } } },
    });
    await client.startNew('fan', { input: ['stuck', 2] });
    while (!isRunning) await macrotask();
    await macrotask();
    expect(clock.dueInMs).toEqual([1_000, 60_000]);
    await host.close();
    expect(clock.dueInMs).toEqual([]);
  });
});

describe('activities nobody can run now', () => {
  it('wait in the file without holding up others, and one is tried at a time until they can be run', async () => {
    let isDown = true;
    let tries = 0;
    const remote = jsonActivity('remote', (n) => {
      tries += 1;
      // what is no error stands for a worker that does not answer
      if (isDown) throw { message: 'nobody there' };
      return JSON.stringify(n);
    });
    const warnings: string[] = [];
    const log = { debug() {}, info() {}, error() {}, warn: (message: string) => warnings.push(message) };
    const near = crowd('near');
    const { client, clock, settle, finish } = await openTestHost({
      functions: [fan, remote, near.definition],
      limits: { maxConcurrentActivities: 10, maxActivityCrashes: 1 },
      log,
    });
    const far = await client.startNew('fan', { input: ['remote', 100] });
    await settle();
    expect(tries).toBe(10);
    expect(clock.dueInMs).toEqual([1_000]);
    const other = await client.startNew('fan', { input: ['near', 100] });
    await settle();
    expect((await client.queryStatus(other))?.output).toEqual(numbers(100));
    for (const triesSoFar of [11, 12, 13]) {
      clock.jump();
      await settle();
      expect(tries).toBe(triesSoFar);
    }
    isDown = false;
    expect((await finish(far)).output).toEqual(numbers(100));
    expect(tries).toBe(113);
    expect(warnings).toEqual([expect.stringMatching(/^Activity 'remote' of instance '.*' waits: /)]);
    expect(clock.dueInMs).toEqual([]);
  });

  it('do not keep their lane closed when they are terminated meanwhile', async () => {
    let isDown = true;
    const remote = jsonActivity('remote', (n) => {
      if (isDown) throw { message: 'nobody there' };
      return JSON.stringify(n);
    });
    const { client, clock, settle, finish } = await openTestHost({ functions: [fan, remote] });
    const given = await client.startNew('fan', { input: ['remote', 3] });
    await settle();
    await client.terminate(given, 'enough');
    await settle();
    isDown = false;
    while (clock.jump()) await settle();
    const next = await finish(await client.startNew('fan', { input: ['remote', 3] }));
    expect(next.output).toEqual(numbers(3));
  });
});
