import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activity, orchestration } from '@perdura/durable-core';
import { callApi } from './fakes/call-api.ts';
import { closeTestHosts, openTestHost, type TestHost } from './fakes/open-test-host.ts';

/** Activities that fail by name, until they are mended; and what has run. */
let broken: Set<string>;
let ran: string[];
beforeEach(() => {
  broken = new Set();
  ran = [];
});
afterEach(closeTestHosts);

const dayMs = 24 * 60 * 60 * 1_000;
const step = activity('step', (name: string) => {
  ran.push(name);
  if (broken.has(name)) throw new Error(`${name} is broken`);
  return name.toUpperCase();
});
const retry = { firstRetryIntervalMs: 1_000, maxNumberOfAttempts: 2 };

const sequence = orchestration('sequence', async (ctx) => [
  await ctx.callActivity(step, 'a'),
  await ctx.callActivity(step, 'b'),
  await ctx.callActivity(step, 'c'),
]);
const fan = orchestration('fan', async (ctx) =>
  ctx.joinAll(['a', 'b', 'c', 'd'].map((name) => ctx.callActivity(step, name))),
);
const careful = orchestration('careful', async (ctx) => {
  try {
    return await ctx.callActivity(step, 'a');
  } catch (error) {
    await ctx.callActivity(step, 'cleanup');
    throw error;
  }
});
const retrying = orchestration('retrying', async (ctx) => ctx.callActivityWithRetry(step, retry, 'a'));
const overcoming = orchestration('overcoming', async (ctx) => {
  const first = await Promise.resolve(ctx.callActivity(step, 'a')).catch(() => 'instead');
  return [first, await ctx.callActivity(step, 'b'), await ctx.callActivity(step, 'c')];
});
const calling = orchestration<string, unknown>('calling', async (ctx) => [
  await ctx.callActivity(step, 'before'),
  await ctx.callSubOrchestrator(ctx.input, 'sequence', { instanceId: `${ctx.instanceId}.` }),
]);
const waiting = orchestration('waiting', async (ctx) => {
  const approved = await ctx.waitForEventWithTimeout('approved', dayMs);
  const result = await ctx.callActivity(step, 'a');
  return [approved, result, await ctx.waitForEvent('go')];
});
const functions = [step, sequence, fan, careful, retrying, overcoming, calling, waiting];

async function openOps(options: Partial<Parameters<typeof openTestHost>[0]> = {}) {
  const test = await openTestHost({ functions, ...options });
  return { ...test, rewind: (id: string, reason = 'mended') => rewind(test, id, reason) };
}

async function rewind({ host }: TestHost, id: string, reason: string) {
  return callApi(host, 'POST', `/instances/${id}/rewind?reason=${reason}`);
}

const linesOf = (status: {
  historyEvents?: readonly { eventType: string; raw: Record<string, unknown> }[] | undefined;
}) => status.historyEvents?.map(({ eventType, raw }) => [eventType, raw.FunctionName ?? raw.Reason].join(' ').trim());

describe('a rewound instance', () => {
  it('runs again what failed, and nothing that went well', async () => {
    const { client, finish, rewind } = await openOps();
    broken.add('b');
    const id = await client.startNew('sequence');
    expect((await finish(id)).runtimeStatus).toBe('Failed');
    broken.clear();
    expect(await rewind(id)).toMatchObject({ status: 202, body: undefined });
    const status = await finish(id);
    expect(status).toMatchObject({ runtimeStatus: 'Completed', output: ['A', 'B', 'C'] });
    expect(ran).toEqual(['a', 'b', 'b', 'c']);
    expect(linesOf(status)).toEqual([
      'ExecutionStarted sequence',
      'TaskCompleted step',
      'ExecutionRewound mended',
      'TaskCompleted step',
      'TaskCompleted step',
      'ExecutionCompleted',
    ]);
  });

  it('is running meanwhile, without output, and may fail and be rewound again', async () => {
    const { client, finish, rewind, host } = await openOps();
    broken.add('b');
    const id = await client.startNew('sequence');
    await finish(id);
    const answer = await rewind(id);
    expect(await client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Running', output: null });
    expect(answer.status).toBe(202);
    await host.whenIdle();
    expect((await client.queryStatus(id))?.runtimeStatus).toBe('Failed');
    broken.clear();
    await rewind(id);
    expect((await finish(id)).output).toEqual(['A', 'B', 'C']);
    expect(ran).toEqual(['a', 'b', 'b', 'b', 'c']);
  });

  it('runs again everything of a fan-out that failed', async () => {
    const { client, finish, rewind } = await openOps();
    broken.add('b').add('d');
    const id = await client.startNew('fan');
    await finish(id);
    broken.clear();
    await rewind(id);
    expect((await finish(id)).output).toEqual(['A', 'B', 'C', 'D']);
    expect(ran).toEqual(['a', 'b', 'c', 'd', 'b', 'd']);
  });

  it('forgets what its code did about the failure', async () => {
    const { client, finish, rewind } = await openOps();
    broken.add('a');
    const id = await client.startNew('careful');
    await finish(id);
    broken.clear();
    await rewind(id);
    expect((await finish(id)).output).toBe('A');
    expect(ran).toEqual(['a', 'cleanup', 'a']);
  });

  it('has all attempts of a retried activity again', async () => {
    const { client, finish, rewind } = await openOps();
    broken.add('a');
    const id = await client.startNew('retrying');
    await finish(id);
    await rewind(id);
    expect((await finish(id)).runtimeStatus).toBe('Failed');
    expect(ran).toEqual(['a', 'a', 'a', 'a']);
  });

  it('leaves alone a failure its code has overcome', async () => {
    const { client, finish, rewind } = await openOps();
    broken.add('a').add('c');
    const id = await client.startNew('overcoming');
    await finish(id);
    broken.clear();
    await rewind(id);
    expect((await finish(id)).output).toEqual(['instead', 'B', 'C']);
    expect(ran).toEqual(['a', 'b', 'c', 'c']);
  });

  it('may begin anew, also when it was suspended before it began', async () => {
    let isBroken = true;
    const eager = orchestration('eager', async (ctx) => {
      if (isBroken) throw new Error('not written yet');
      return ctx.waitForEvent('go');
    });
    const { client, host, settle, finish, rewind } = await openOps({ functions: [eager] });
    const call = (path: string) => callApi(host, 'POST', path);
    await call('/orchestrators/eager/e?startAt=2026-01-01T00:01:00Z');
    await call('/instances/e/suspend?reason=1');
    await call('/instances/e/resume?reason=2');
    expect((await finish('e')).runtimeStatus).toBe('Failed');
    isBroken = false;
    const answer = rewind('e', '3');
    await answer;
    expect((await client.queryStatus('e'))?.runtimeStatus).toBe('Pending');
    await settle();
    await client.raiseEvent('e', 'go', 'on');
    const status = await finish('e');
    expect(status.output).toBe('on');
    expect(linesOf(status)?.slice(0, 4)).toEqual([
      'ExecutionSuspended 1',
      'ExecutionResumed 2',
      'ExecutionRewound 3',
      'ExecutionStarted eager',
    ]);
  });

  it('has the sub-orchestrations go back that it failed of, and theirs', async () => {
    const { client, finish, rewind } = await openOps();
    broken.add('b');
    await client.startNew('calling', { instanceId: 't', input: 'calling' });
    expect((await finish('t')).runtimeStatus).toBe('Failed');
    broken.clear();
    await rewind('t');
    expect(await finish('t')).toMatchObject({
      runtimeStatus: 'Completed',
      output: ['BEFORE', ['BEFORE', ['A', 'B', 'C']]],
    });
    expect(ran).toEqual(['before', 'before', 'a', 'b', 'b', 'c']);
    expect(linesOf(await finish('t..'))).toContain('ExecutionRewound mended');
  });

  it('takes what a sub-orchestration returned that was rewound before it', async () => {
    const { client, finish, rewind } = await openOps();
    broken.add('b');
    await client.startNew('calling', { instanceId: 't', input: 'sequence' });
    await finish('t');
    broken.clear();
    await rewind('t.');
    expect((await finish('t.')).output).toEqual(['A', 'B', 'C']);
    expect((await finish('t')).runtimeStatus).toBe('Failed');
    await rewind('t');
    expect((await finish('t')).output).toEqual(['BEFORE', ['A', 'B', 'C']]);
    expect(ran).toEqual(['before', 'a', 'b', 'b', 'c']);
  });

  it('has a sub-orchestration go on that a client had stopped', async () => {
    const { client, settle, finish, rewind } = await openOps();
    await client.startNew('calling', { instanceId: 't', input: 'waiting' });
    await settle();
    await client.terminate('t.', 'stop');
    expect((await finish('t')).runtimeStatus).toBe('Failed');
    await rewind('t');
    await client.raiseEvent('t.', 'approved', 1);
    await client.raiseEvent('t.', 'go', 2);
    expect((await finish('t')).output).toEqual(['BEFORE', [{ timedOut: false, value: 1 }, 'A', 2]]);
  });

  it('starts a sub-orchestration that could not be started', async () => {
    const { client, settle, finish, rewind } = await openOps();
    await client.startNew('waiting', { instanceId: 't.' });
    await client.startNew('calling', { instanceId: 't', input: 'sequence' });
    await settle();
    expect((await client.queryStatus('t'))?.output).toContain("'t.' exists already");
    await client.terminate('t.', '');
    await settle();
    await rewind('t');
    expect((await finish('t')).output).toEqual(['BEFORE', ['A', 'B', 'C']]);
  });

  it('keeps its events, also those that came after the failure was heard of, and the timers it has taken back', async () => {
    const { client, clock, settle, finish, rewind } = await openOps();
    broken.add('a');
    const id = await client.startNew('waiting');
    await client.raiseEvent(id, 'go', 'early');
    await client.raiseEvent(id, 'approved', 'yes');
    await settle();
    expect((await client.queryStatus(id))?.runtimeStatus).toBe('Failed');
    broken.clear();
    await rewind(id);
    await settle();
    expect(await client.queryStatus(id)).toMatchObject({
      runtimeStatus: 'Completed',
      output: [{ timedOut: false, value: 'yes' }, 'A', 'early'],
    });
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1));
    await expect(finish(id)).resolves.toBeDefined();
  });

  it('sets the timers again that were set before the failure', async () => {
    const racing = orchestration('racing', async (ctx) => {
      const timer = ctx.createTimer(new Date(ctx.currentTime.getTime() + dayMs));
      await ctx.callActivity(step, 'a');
      await timer;
      return ctx.currentTime.getTime();
    });
    const completion = 'when-code-returns';
    const { client, settle, finish, rewind } = await openOps({ functions: [step, racing], completion });
    broken.add('a');
    const id = await client.startNew('racing');
    await settle();
    expect((await client.queryStatus(id))?.runtimeStatus).toBe('Failed');
    broken.clear();
    await rewind(id);
    expect((await finish(id)).output).toBe(Date.UTC(2026, 0, 1) + dayMs);
  });

  it('hears of a sub-orchestration that still ran when it failed', async () => {
    const pair = orchestration('pair', async (ctx) =>
      Promise.all([ctx.callSubOrchestrator('waiting', null, { instanceId: 'kid' }), ctx.callActivity(step, 'b')]),
    );
    const completion = 'when-code-returns';
    const { client, settle, finish, rewind } = await openOps({ functions: [...functions, pair], completion });
    broken.add('b');
    await client.startNew('pair', { instanceId: 'p' });
    await settle();
    expect((await client.queryStatus('p'))?.runtimeStatus).toBe('Failed');
    broken.clear();
    await rewind('p');
    await client.raiseEvent('kid', 'approved', 1);
    await client.raiseEvent('kid', 'go', 2);
    expect((await finish('p')).output).toEqual([[{ timedOut: false, value: 1 }, 'A', 2], 'B']);
  });

  it('does not hear of what still ran for it when it failed, but of the run that replaces it', async () => {
    const releases: ((text: string) => void)[] = [];
    const held = activity('held', () => new Promise<string>((resolve) => releases.push(resolve)));
    const both = orchestration('both', async (ctx) =>
      Promise.all([ctx.callActivity(held), ctx.callActivity(step, 'a')]),
    );
    const completion = 'when-code-returns';
    const { client, finish, rewind } = await openOps({ functions: [step, held, both], completion });
    broken.add('a');
    const id = await client.startNew('both');
    const pause = () => new Promise((resolve) => setImmediate(resolve));
    while ((await client.queryStatus(id))?.runtimeStatus !== 'Failed') await pause();
    broken.clear();
    await rewind(id);
    while (releases.length < 2) await pause();
    releases[0]?.('old');
    for (let turns = 0; turns < 20; turns += 1) await pause();
    releases[1]?.('new');
    expect((await finish(id)).output).toEqual(['new', 'A']);
  });
});

describe('rewind', () => {
  it('answers 404 for no instance and 412 for one that has not failed', async () => {
    const { client, finish, rewind } = await openOps();
    expect(await rewind('nobody')).toMatchObject({
      status: 404,
      body: 'No orchestration with instance ID "nobody" found.',
    });
    const id = await client.startNew('sequence');
    await finish(id);
    expect(await rewind(id)).toMatchObject({
      status: 412,
      body: expect.stringContaining('has status Completed'),
    });
    await client.startNew('waiting', { instanceId: 'w' });
    expect((await rewind('w')).status).toBe(412);
  });

  it('of a sub-orchestration does not answer a caller that has gone on', async () => {
    const tolerant = orchestration('tolerant', async (ctx) => {
      const call = ctx.callSubOrchestrator('sequence', null, { instanceId: 'child' });
      await Promise.resolve(call).catch(() => undefined);
      void ctx.callSubOrchestrator('waiting', null, { instanceId: 'other' });
      return ctx.waitForEvent('go');
    });
    const { client, settle, finish, rewind } = await openOps({ functions: [...functions, tolerant] });
    broken.add('a');
    const id = await client.startNew('tolerant');
    await settle();
    broken.clear();
    await rewind('child');
    expect((await finish('child')).runtimeStatus).toBe('Completed');
    await client.raiseEvent(id, 'go');
    await settle();
    // An answer it no longer waits for would count for the one it waits for.
    expect((await client.queryStatus(id))?.runtimeStatus).toBe('Running');
    await client.raiseEvent('other', 'approved');
    await client.raiseEvent('other', 'go');
    expect((await finish(id)).runtimeStatus).toBe('Completed');
  });
});
