import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, entityId, orchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';
import { encodeTurn } from './fakes/durable-task-actions.ts';
import { DurableTaskWorker, messageOf } from './fakes/durable-task-worker.ts';

const completed = 1;
const failed = 3;
const greet = activity('greet', async (city: string) => `Hello ${city}!`);
const breaks = activity('break', async () => {
  throw new RangeError('out of stock');
});
const child = orchestration('child', async (ctx) => ({ of: ctx.parentInstanceId, got: ctx.input }));
const failingChild = orchestration('failing-child', async (ctx) => ctx.callActivity(breaks));

const sequence = orchestration('sequence', async (ctx) => {
  const said: string[] = [];
  for (const city of ['Tokyo', 'London']) said.push(await ctx.callActivity(greet, city));
  return said;
});
const fanOut = orchestration('fan-out', function* (ctx) {
  return yield* ctx.joinAll(['Tokyo', 'London', 'Seattle'].map((city) => ctx.callActivity(greet, city)));
});
const flows = orchestration('flows', async (ctx) => {
  const flow = async (city: string) => [
    await ctx.callActivity(greet, city),
    await ctx.callActivity(greet, `${city} again`),
  ];
  return Promise.all([flow('Tokyo'), flow('London')]);
});
const timer = orchestration('timer', async (ctx) => {
  const [slow, quick] = [ctx.sleep(60_000), ctx.createTimer(ctx.currentTime, { state: 'rung' })];
  const first = await ctx.any([slow, quick]);
  slow.cancel();
  return first.status === 'fulfilled' && first.value;
});
const event = orchestration('event', async (ctx) => {
  ctx.setCustomStatus('waiting');
  return ctx.waitForEventWithTimeout('approval', 60_000);
});
const parent = orchestration('parent', async (ctx) => {
  const named = await ctx.callSubOrchestrator(child, { n: 1 }, { instanceId: 'my-child' });
  const both = await ctx.joinAll([ctx.callSubOrchestrator('child', 2), ctx.callSubOrchestrator('child', 3)]);
  return [named, ...both];
});
const failure = orchestration('failure', async (ctx) => {
  try {
    await ctx.callSubOrchestrator('failing-child');
  } catch (error) {
    ctx.setCustomStatus((error as Error).message);
  }
  return ctx.callActivity(breaks);
});
const retries = orchestration('retries', async (ctx) => {
  const retry = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 1 };
  return ctx.callActivity(breaks, undefined, { retry }).then(undefined, (error: Error) => error.message);
});
const anew = orchestration('anew', function* (ctx) {
  const round = ctx.input as number;
  const got = yield* ctx.waitForEvent<string>('next');
  return round === 0 ? yield* ctx.continueAsNew(1) : [round, got];
});
const functions = [
  greet,
  breaks,
  child,
  failingChild,
  sequence,
  fanOut,
  flows,
  timer,
  event,
  parent,
  failure,
  retries,
  anew,
];

describe('orchestrations on the backend of the Durable Task SDK, by a second encoder', () => {
  const worker = new DurableTaskWorker(functions);
  const start = (name: string, input?: unknown): string =>
    worker.backend.createInstance(name, name, input === undefined ? undefined : JSON.stringify(input));

  afterEach(() => {
    worker.backend.reset();
    worker.sent.length = 0;
  });

  it('runs a sequence', async () => {
    expect(await worker.run(start('sequence'))).toMatchObject({
      status: completed,
      output: ['Hello Tokyo!', 'Hello London!'],
    });
    expect(worker.sent.map(({ id }) => id)).toEqual([0, 1, -1]);
  });

  it('fans out in one turn', async () => {
    const { output } = await worker.run(start('fan-out'));
    expect(output).toEqual(['Hello Tokyo!', 'Hello London!', 'Hello Seattle!']);
    expect(worker.sent).toHaveLength(4);
  });

  it('runs async flows side by side', async () => {
    const { output } = await worker.run(start('flows'));
    expect(output).toEqual(['Tokyo', 'London'].map((city) => [`Hello ${city}!`, `Hello ${city} again!`]));
  });

  it('waits for timers, and for none that was taken back', async () => {
    expect(await worker.run(start('timer'))).toMatchObject({ status: completed, output: 'rung' });
  });

  it('waits for events', async () => {
    const id = start('event');
    await worker.run(id, 'approval');
    expect(worker.backend.getInstance(id)?.customStatus).toBe('"waiting"');
    worker.backend.raiseEvent(id, 'APPROVAL', '{"by":"Ann"}');
    expect(await worker.run(id)).toMatchObject({ output: { timedOut: false, value: { by: 'Ann' } } });
  });

  it('calls sub-orchestrations, under ids of their own', async () => {
    const { output } = await worker.run(start('parent'));
    expect(output).toEqual([{ n: 1 }, 2, 3].map((got) => ({ of: 'parent', got })));
    expect(worker.backend.getInstance('my-child')?.status).toBe(completed);
  });

  it('fails with what was thrown, of an activity or a sub-orchestration', async () => {
    const end = await worker.run(start('failure'));
    expect(end).toMatchObject({ status: failed, failure: { errortype: 'TaskFailedError' } });
    expect((end.failure as { errormessage: string }).errormessage).toContain('out of stock');
    expect(worker.backend.getInstance('failure')?.customStatus).toContain('out of stock');
  });

  it('tries again by plain activities and timers', async () => {
    const { output } = await worker.run(start('retries'));
    expect(output).toContain('out of stock');
    const kinds = worker.sent.flatMap((action) => Object.keys(action).filter((key) => key !== 'id'));
    expect(kinds).toEqual([
      'scheduleTask',
      'createTimer',
      'scheduleTask',
      'createTimer',
      'scheduleTask',
      'completeOrchestration',
    ]);
  });

  it('begins anew, and carries events over', async () => {
    const id = start('anew', 0);
    await worker.run(id, 'next');
    for (const data of ['"first"', '"second"']) worker.backend.raiseEvent(id, 'next', data);
    expect(await worker.run(id)).toMatchObject({ status: completed, output: [1, 'second'] });
  });
});

describe('the second encoder', () => {
  it('says nothing that the protocol has no field for', async () => {
    const code = orchestration('o', async (ctx) => {
      await Promise.all([
        ctx.callActivity('A', { n: 1 }),
        ctx.callSubOrchestrator('C', 2, { instanceId: 'c', version: '3' }),
        ctx.sleep(1500),
      ]);
    });
    const turn = await openExecution(code, { instanceId: 'i' }).advance(history().events);
    const actions = encodeTurn(turn, { instanceId: 'i', executionId: 'e' });
    expect(actions.map((action) => messageOf(action).toObject())).toMatchObject([
      { id: 0, scheduletask: { name: 'A', input: { value: '{"n":1}' } } },
      { id: 1, createsuborchestration: { instanceid: 'c', name: 'C', version: { value: '3' }, input: { value: '2' } } },
      { id: 2, createtimer: { fireat: { seconds: Date.parse('2024-01-01T00:00:01Z') / 1000, nanos: 500_000_000 } } },
    ]);
  });

  it('sends messages to entities, each under its own id', async () => {
    const account = entityId('Account', 'a');
    const other = entityId('account', 'b');
    const code = orchestration('o', function* (ctx) {
      ctx.signalEntity(account, 'touch', 1, { at: new Date('2024-02-01T00:00:00Z') });
      const lock = yield* ctx.lockEntities(other, account);
      lock.release();
      return yield* ctx.callEntity(account, 'get');
    });
    const past = history();
    const execution = openExecution(code, { instanceId: 'i', entities: true });
    const asker = { instanceId: 'i', executionId: 'e' };
    const first = encodeTurn(await execution.advance(past.take()), asker);
    const [, lock] = first;
    const criticalSectionId = (
      lock as unknown as { sendEntityMessage: { entityLockRequested: { criticalSectionId: string } } }
    ).sendEntityMessage.entityLockRequested.criticalSectionId;
    expect(first).toEqual([
      {
        id: 0,
        sendEntityMessage: {
          entityOperationSignaled: {
            requestId: 'e:0',
            operation: 'touch',
            input: '1',
            scheduledTime: '2024-02-01T00:00:00.000Z',
            targetInstanceId: '@account@a',
          },
        },
      },
      {
        id: 1,
        sendEntityMessage: {
          entityLockRequested: {
            criticalSectionId,
            lockSet: ['@account@a', '@account@b'],
            position: 0,
            parentInstanceId: 'i',
          },
        },
      },
    ]);
    past.sent(1, '@account@a', { id: criticalSectionId }).turn(1).raised(criticalSectionId, { result: null });
    const unlock = (id: number, targetInstanceId: string) => ({
      id,
      sendEntityMessage: { entityUnlockSent: { criticalSectionId, parentInstanceId: 'i', targetInstanceId } },
    });
    expect(encodeTurn(await execution.advance(past.take()), asker)).toEqual([
      unlock(2, '@account@a'),
      unlock(3, '@account@b'),
      {
        id: 4,
        sendEntityMessage: {
          entityOperationCalled: {
            requestId: 'e:4',
            operation: 'get',
            parentInstanceId: 'i',
            parentExecutionId: 'e',
            targetInstanceId: '@account@a',
          },
        },
      },
    ]);
  });
});
