import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';
import { type VirtualClock, virtualClock } from '../fakes/virtual-clock.ts';
import { type CliRun, runCli } from './run-cli.ts';

const double = activity('double', (n: number) => n * 2);
const order = orchestration<{ amount: number }, unknown>('order', async (ctx) => {
  ctx.setCustomStatus('doubling');
  const amount = await ctx.callActivity(double, ctx.input.amount);
  return { amount, approval: await ctx.waitForEvent<unknown>('approved') };
});
const echo = orchestration('echo', async (ctx) => ctx.input);
const fail = orchestration('fail', async () => {
  throw new Error('out of tea');
});

const patient = orchestration('patient', async (ctx) => {
  const { signal } = ctx;
  await ctx.waitForEvent('never').then(undefined, () => undefined);
  const { message } = signal.reason as Error;
  return message.includes('no tea') ? 'cancelled: no tea' : 'cancelled';
});

const parent = orchestration('parent', async (ctx) => {
  return ctx.callSubOrchestrator(patient, undefined, { instanceId: `${ctx.instanceId}-child` });
});

let isTeaOut = false;
const pour = activity('pour', () => {
  if (isTeaOut) throw new Error('out of tea');
  return 'a cup of tea';
});
const brew = orchestration('brew', async (ctx) => ctx.callActivity(pour));

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let host: DurableHost;
let clock: VirtualClock;
let url: string;
beforeEach(async () => {
  clock = virtualClock();
  host = await DurableHost.open({
    database: ':memory:',
    functions: [order, echo, fail, patient, parent, brew, pour, double],
    clock,
    log: silent,
  });
  const { baseUrl } = await host.listen({ port: 0 });
  url = new URL(baseUrl).origin;
});
afterEach(() => host.close());

/** Runs a command against the host, and lets everything happen. */
async function cli(...args: readonly string[]): Promise<CliRun> {
  const ended = await runCli(args, { environment: { PERDURA_HOST_URL: url } });
  await host.whenIdle();
  return ended;
}

describe('run', () => {
  it('starts an instance and prints its id', async () => {
    expect(await cli('run', 'echo', '{"n":1}', '--id', 'first')).toEqual({ code: 0, out: 'first', err: '' });
    expect(await cli('run', 'ECHO', '--id', 'second', '--json')).toMatchObject({ out: '{"instanceId":"second"}' });
    expect(JSON.parse((await cli('show', 'first', '--json')).out)).toMatchObject({ input: { n: 1 }, output: { n: 1 } });
    const named = await cli('run', 'echo', '--version', '2');
    expect(named).toMatchObject({ code: 0, err: '' });
    expect((await cli('show', named.out)).code).toBe(0);
  });

  it('starts it at a time', async () => {
    expect((await cli('run', 'echo', '--id', 'later', '--at', '2026-01-01T10:00:00Z')).code).toBe(0);
    expect((await cli('show', 'later')).out).toMatch(/^status +Pending$/m);
    expect(clock.dueInMs).toEqual([36_000_000]);
    clock.jump();
    await host.whenIdle();
    expect((await cli('show', 'later')).out).toMatch(/^status +Completed$/m);
  });

  it('waits for the end when told to, and fails when that is no success', async () => {
    const succeeded = await cli('run', 'echo', '"tea"', '--wait', '5s', '--json');
    expect(succeeded).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(succeeded.out)).toMatchObject({ runtimeStatus: 'Completed', output: 'tea' });
    const failed = await cli('run', 'fail', '--id', 'f', '--wait', '5s');
    expect(failed).toMatchObject({ code: 1, err: "durable-host: Instance 'f' is Failed." });
    expect(failed.out).toContain('out of tea');
    const late = await cli('run', 'order', '{"amount":1}', '--id', 'o', '--wait', '0s');
    expect(late).toMatchObject({ code: 1, err: expect.stringContaining("'o'") });
  });

  it('takes the input from standard input', async () => {
    const readInput = async () => '{"n":2}\n';
    await runCli(['run', 'echo', '-', '--id', 'piped', '--url', url], { readInput });
    await host.whenIdle();
    expect(JSON.parse((await cli('show', 'piped', '--json')).out)).toMatchObject({ output: { n: 2 } });
  });

  it('says what the host says against it', async () => {
    await cli('run', 'order', '{"amount":1}', '--id', 'o');
    expect(await cli('run', 'order', '--id', 'o')).toMatchObject({ code: 1, err: expect.stringContaining('HTTP 409') });
    expect(await cli('run', 'nobody')).toMatchObject({ code: 1, out: '', err: expect.stringContaining("'nobody'") });
  });
});

describe('list', () => {
  it('prints a table with a heading', async () => {
    await cli('run', 'order', '{"amount":21}', '--id', 'order-17');
    await cli('run', 'echo', '--id', 'e');
    expect(await cli('list')).toEqual({
      code: 0,
      err: '',
      out: [
        'INSTANCE  ORCHESTRATION  STATUS     CREATED                   UPDATED',
        'e         echo           Completed  2026-01-01T00:00:00.000Z  2026-01-01T00:00:00.000Z',
        'order-17  order          Running    2026-01-01T00:00:00.000Z  2026-01-01T00:00:00.000Z',
      ].join('\n'),
    });
  });

  it('says so when there are none, and prints no JSON then', async () => {
    expect(await cli('list')).toEqual({ code: 0, out: '', err: 'There are no such instances.' });
    expect(await cli('list', '--json')).toEqual({ code: 0, out: '', err: '' });
  });

  it('prints one line of JSON for each instance, over all pages', async () => {
    for (let n = 0; n < 120; n++) await runCli(['run', 'echo', String(n), '--id', `e${n}`, '--url', url]);
    await host.whenIdle();
    const lines = (await cli('list', '--json')).out.split('\n').map((line) => JSON.parse(line) as { input: number });
    expect(lines.map(({ input }) => input).sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, n) => n));
    expect((await cli('list')).out.split('\n').filter((line) => line.startsWith('INSTANCE'))).toHaveLength(1);
    expect((await cli('list', '--limit', '110', '--json')).out.split('\n')).toHaveLength(110);
    expect((await cli('list', '--limit', '3')).out.split('\n')).toHaveLength(4);
  });

  it('prints those that match', async () => {
    await cli('run', 'order', '{"amount":1}', '--id', 'a1');
    await cli('run', 'echo', '--id', 'a2');
    await cli('run', 'fail', '--id', 'b1');
    const ids = async (...args: string[]) =>
      (await cli('list', '--json', ...args)).out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { instanceId: string }).instanceId)
        .sort();
    expect(await ids('--prefix', 'a')).toEqual(['a1', 'a2']);
    expect(await ids('--status', 'Failed,Running')).toEqual(['a1', 'b1']);
    expect(await ids('--created-to', '2025-12-31')).toEqual([]);
    expect(await ids('--created-from', '2025-12-31T10:00:00+02:00')).toEqual(['a1', 'a2', 'b1']);
  });
});

describe('show', () => {
  it('prints what is known of an instance', async () => {
    await cli('run', 'order', '{"amount":21}', '--id', 'o');
    expect(await cli('show', 'o')).toEqual({
      code: 0,
      err: '',
      out: [
        'instance       o',
        'orchestration  order',
        'status         Running',
        'created        2026-01-01T00:00:00.000Z',
        'updated        2026-01-01T00:00:00.000Z',
        'input          {"amount":21}',
        'custom status  "doubling"',
      ].join('\n'),
    });
  });

  it('prints the history as well', async () => {
    await cli('run', 'order', '{"amount":21}', '--id', 'o');
    await cli('raise', 'o', 'approved');
    const { out } = await cli('show', 'o', '--history');
    expect(out).toMatch(/^TIME +EVENT +NAME +DETAILS$/m);
    expect(out).toMatch(/Z {2}TaskCompleted +double +Input=21 Result=42$/m);
    expect(out).toMatch(/Z {2}EventRaised +approved/m);
    const { historyEvents } = JSON.parse((await cli('show', 'o', '--history', '--json')).out);
    expect(historyEvents).toContainEqual(expect.objectContaining({ eventType: 'TaskCompleted' }));
  });

  it('fails when there is none', async () => {
    const none = { code: 1, out: '', err: "durable-host: There is no instance 'nobody'." };
    expect(await cli('show', 'nobody')).toEqual(none);
    expect(await cli('show', 'nobody', '--json')).toEqual(none);
  });

  it('lets no text of others control the terminal', async () => {
    await cli('run', 'echo', JSON.stringify('\u009b31m\u202e'), '--id', 'e');
    expect((await cli('show', 'e')).out).toContain('"\\u009b31m\\u202e"');
    const { err } = await cli('show', '\u001b[31m');
    expect(err).toContain('\\u001b[31m');
    expect(err).not.toContain('\u001b');
  });
});

describe('raise', () => {
  it('raises an event with data, from the command line or standard input', async () => {
    await cli('run', 'order', '{"amount":1}', '--id', 'o');
    expect(await cli('raise', 'o', 'Approved', '{"by":"Mia"}')).toMatchObject({
      code: 0,
      out: "Raised 'Approved' for instance 'o'.",
    });
    expect(JSON.parse((await cli('show', 'o', '--json')).out)).toMatchObject({
      runtimeStatus: 'Completed',
      output: { amount: 2, approval: { by: 'Mia' } },
    });
    await cli('run', 'order', '{"amount":1}', '--id', 'p');
    const context = { environment: { PERDURA_HOST_URL: url }, readInput: async () => '[1]' };
    expect(await runCli(['raise', 'p', 'approved', '-', '--json'], context)).toMatchObject({
      out: '{"instanceId":"p","eventName":"approved"}',
    });
  });

  it('fails when nobody can hear it', async () => {
    await cli('run', 'echo', '--id', 'e');
    expect(await cli('raise', 'e', 'approved')).toMatchObject({ code: 1, err: expect.stringContaining('finished') });
    expect(await cli('raise', 'nobody', 'approved')).toMatchObject({
      code: 1,
      err: expect.stringContaining("'nobody'"),
    });
  });
});

describe('terminate', () => {
  it('stops an instance with a reason', async () => {
    await cli('run', 'order', '{"amount":1}', '--id', 'o');
    expect(await cli('terminate', 'o', 'too late')).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse((await cli('show', 'o', '--json')).out)).toMatchObject({
      runtimeStatus: 'Terminated',
      output: 'too late',
    });
    expect(await cli('terminate', 'o')).toMatchObject({ code: 1, err: expect.stringContaining('finished') });
  });
});

describe('terminate and purge, recursive', () => {
  it('reach sub-orchestrations as well', async () => {
    for (const id of ['a', 'b']) await cli('run', 'parent', '--id', id);
    for (const args of [['a'], ['b', 'too late', '--recursive']])
      expect((await cli('terminate', ...args)).code).toBe(0);
    expect((await cli('show', 'a-child')).out).toMatch(/^status +Running$/m);
    expect((await cli('show', 'b-child')).out).toMatch(/^status +Terminated$/m);
    expect((await cli('purge', 'b', '--recursive', '--json')).out).toBe('{"instancesDeleted":2}');
    expect((await cli('purge', 'a', '--json')).out).toBe('{"instancesDeleted":1}');
    expect((await cli('show', 'a-child')).code).toBe(0);
  });
});

describe('suspend and resume', () => {
  it('hold an instance, and let it go on', async () => {
    await cli('run', 'order', '{"amount":1}', '--id', 'o');
    expect(await cli('suspend', 'o', 'stocktaking')).toMatchObject({
      code: 0,
      out: "Instance 'o' is being suspended.",
    });
    await cli('raise', 'o', 'approved');
    expect((await cli('show', 'o')).out).toMatch(/^status +Suspended$/m);
    expect(await cli('resume', 'o', '--json')).toMatchObject({ code: 0, out: '{"instanceId":"o"}' });
    expect((await cli('show', 'o')).out).toMatch(/^status +Completed$/m);
  });
});

describe('cancel', () => {
  it('asks an instance to end, with a reason or without', async () => {
    for (const reason of [[], ['no tea']]) {
      await cli('run', 'patient', '--id', `c${reason.length}`);
      expect((await cli('cancel', `c${reason.length}`, ...reason)).code).toBe(0);
    }
    expect((await cli('show', 'c0')).out).toMatch(/^output +"cancelled"$/m);
    expect((await cli('show', 'c1')).out).toMatch(/^output +"cancelled: no tea"$/m);
  });
});

describe('rewind', () => {
  it('lets an instance that failed try again', async () => {
    isTeaOut = true;
    await cli('run', 'brew', '--id', 'b');
    expect((await cli('show', 'b')).out).toMatch(/^status +Failed$/m);
    isTeaOut = false;
    expect(await cli('rewind', 'b', 'tea is back')).toEqual({ code: 0, out: "Instance 'b' tries again.", err: '' });
    expect((await cli('show', 'b')).out).toMatch(/^output +"a cup of tea"$/m);
    expect((await cli('rewind', 'b')).code).toBe(1);
  });
});

describe('restart', () => {
  it('starts another instance like one that was, or the same again', async () => {
    await cli('run', 'echo', '7', '--id', 'e');
    const another = await cli('restart', 'e');
    expect(another).toMatchObject({ code: 0, out: expect.not.stringMatching(/^e$/) });
    expect((await cli('show', another.out)).out).toMatch(/^output +7$/m);
    expect(await cli('restart', 'e', '--keep-id', '--json')).toMatchObject({ code: 0, out: '{"instanceId":"e"}' });
    expect(await cli('restart', 'nobody')).toMatchObject({ code: 1, err: expect.stringContaining("'nobody'") });
  });
});

describe('purge', () => {
  it('deletes an instance that has finished, and no other', async () => {
    await cli('run', 'echo', '--id', 'e');
    await cli('run', 'order', '{"amount":1}', '--id', 'o');
    expect(await cli('purge', 'e', '--json')).toMatchObject({ code: 0, out: '{"instancesDeleted":1}' });
    expect((await cli('show', 'e')).code).toBe(1);
    expect(await cli('purge', 'o')).toMatchObject({ code: 1, err: expect.stringContaining("'o'") });
    expect((await cli('show', 'o')).code).toBe(0);
  });

  it('deletes all that are old and have finished', async () => {
    await cli('run', 'echo', '--id', 'e');
    await cli('run', 'fail', '--id', 'f');
    await cli('run', 'order', '{"amount":1}', '--id', 'o');
    const environment = { PERDURA_HOST_URL: url };
    const purgeAfter = (days: number, ...args: string[]) =>
      runCli(['purge', '--older-than', ...args], { environment, nowMs: () => Date.UTC(2026, 0, 1 + days) });
    expect(await purgeAfter(6, '7d')).toMatchObject({ code: 0, out: 'Deleted 0 instances.' });
    expect(await purgeAfter(8, '7d', '--status', 'Failed')).toMatchObject({ code: 0, out: 'Deleted 1 instance.' });
    expect((await cli('show', 'e')).code).toBe(0);
    expect(await purgeAfter(8, '7d', '--json')).toMatchObject({ out: '{"instancesDeleted":1}' });
    expect((await cli('list', '--json')).out.split('\n')).toEqual([expect.stringContaining('"instanceId":"o"')]);
  });
});

describe('every command that needs a host', () => {
  it('says in one line that it cannot reach it', async () => {
    await host.close();
    const { code, out, err } = await runCli(['list', '--url', url]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(new RegExp(`^durable-host: Could not list instances: no answer from ${url}\\. .*--url.*$`));
  });

  it('talks to the host of --url before that of the environment, in the task hub it is told', async () => {
    const environment = { PERDURA_HOST_URL: 'http://127.0.0.1:1', PERDURA_HOST_KEY: 'unused' };
    expect((await runCli(['list', '--url', url], { environment })).code).toBe(0);
    expect((await runCli(['list'], { environment })).err).toContain('http://127.0.0.1:1');
    expect((await cli('list', '--task-hub', 'DurableFunctionsHub')).code).toBe(0);
    expect((await cli('list', '--task-hub', 'AnotherHub')).code).toBe(1);
  });

  it.each<[string, readonly string[], string]>([
    ['no URL', ['list', '--url', 'localhost:7071'], 'http://127.0.0.1:7071'],
    ['a URL with a query', ['list', '--url', 'http://127.0.0.1/?a=1'], 'query'],
    ['an unknown status', ['list', '--status', 'Sleeping'], "'Sleeping'"],
    ['a time without a zone', ['list', '--created-from', '2026-02-03T10:00'], '--created-from'],
    ['a limit of none', ['list', '--limit', '0'], '--limit'],
    ['data that is no JSON', ['raise', 'o', 'approved', 'Mia'], 'the data of the event is no JSON'],
    ['a duration without a unit', ['run', 'echo', '--wait', '5'], '--wait'],
    ['a purge of nothing', ['purge'], 'either <id> or --older-than'],
    ['a purge of two things', ['purge', 'o', '--older-than', '1d'], 'either <id> or --older-than'],
    ['a status beside an id', ['purge', 'o', '--status', 'Failed'], '--status is for --older-than'],
    ['an id that is empty', ['show', ''], 'instance id'],
  ])('refuses %s with 2, in one line', async (_name, args, message) => {
    const { code, out, err } = await cli(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toMatch(new RegExp(`^durable-host ${args[0]}: [^\\n]*\\. See durable-host ${args[0]} --help\\.$`));
  });
});
