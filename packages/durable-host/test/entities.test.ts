import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, type EntityLock, entity, entityId, orchestration } from '@perdura/durable-core';
import type { DurableFunction } from '@perdura/durable-host';
import { entityApi } from './fakes/entity-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

afterEach(closeTestHosts);

const account = entity('Account', {
  initialState: { balance: 0 },
  operations: {
    deposit(state, amount: number) {
      state.balance += amount;
      return state.balance;
    },
    withdraw(state, amount: number, { signalEntity }) {
      state.balance -= amount;
      signalEntity('@Log@all', 'add', amount);
      if (state.balance < 0) throw new RangeError('not enough');
      return state.balance;
    },
    balance: (state) => state.balance,
  },
});

const log = entity('log', {
  initialState: [] as unknown[],
  operations: { add: (state, entry: unknown) => void state.push(entry) },
});

const hold = activity('hold', () => 'held');

const deposit = orchestration('deposit', async (ctx) =>
  ctx.callEntity(account, 'mia', 'deposit', Number(ctx.input ?? 1)),
);

/** Locks accounts, writes down what it does to the log, and waits for an event before it lets go. */
const holder = orchestration<{ readonly name: string; readonly keys: readonly string[] }, unknown>(
  'holder',
  async (ctx) => {
    const { name, keys } = ctx.input;
    const lock = await ctx.lockEntities(...keys.map((key) => entityId(account, key)));
    ctx.signalEntity(log, 'all', 'add', `${name} locks`);
    await ctx.waitForEvent('go');
    for (const key of keys) await ctx.callEntity(account, key, 'deposit', 1);
    ctx.signalEntity(log, 'all', 'add', `${name} lets go`);
    lock.release();
    await ctx.waitForEvent('end');
  },
);

const functions = [account, log, hold, deposit, holder];

async function open(...more: readonly DurableFunction[]) {
  const test = await openTestHost({ functions: [...functions, ...more] });
  return { ...test, entities: entityApi(test.host) };
}

describe('an entity', () => {
  it('keeps a state for each key, which operations change one after the other', async () => {
    const { entities, settle } = await open();
    for (const amount of [5, 2]) expect((await entities.signal('account/mia', 'deposit', amount)).status).toBe(202);
    await entities.signal('ACCOUNT/Mia', 'deposit', 1);
    await settle();
    expect(await entities.read('account/mia')).toEqual({ balance: 7 });
    expect(await entities.read('account/Mia')).toEqual({ balance: 1 });
    expect(await entities.read('account/tom')).toBeUndefined();
  });

  it('answers whoever calls, with what it returns or throws; what throws leaves nothing behind', async () => {
    const caller = orchestration('caller', async (ctx) => {
      const first = await ctx.callEntity(account, 'mia', 'deposit', 3);
      const failed = await ctx.callEntity(account, 'mia', 'withdraw', 5).then(
        () => 'it had enough',
        (error: unknown) => error,
      );
      return [first, String(failed), await ctx.callEntity(account, 'mia', 'balance')];
    });
    const { client, finish, entities } = await open(caller);
    const { output } = await finish(await client.startNew('caller'));
    expect(output).toEqual([3, expect.stringContaining('not enough'), 3]);
    expect(await entities.read('log/all')).toBeUndefined();
  });

  it('signals others once its operation has succeeded', async () => {
    const { entities, settle } = await open();
    await entities.signal('account/mia', 'deposit', 9);
    await entities.signal('account/mia', 'withdraw', 4);
    await entities.signal('account/mia', 'withdraw', 40);
    await settle();
    expect(await entities.read('account/mia')).toEqual({ balance: 5 });
    expect(await entities.read('log/all')).toEqual([4]);
  });

  it('does what one sender asks for in the order it asked', async () => {
    const sender = orchestration('sender', async (ctx) => {
      for (let n = 0; n < 250; n += 1) ctx.signalEntity(log, 'all', 'add', n);
    });
    const { client, finish, entities, settle } = await open(sender);
    await finish(await client.startNew('sender'));
    await settle();
    expect(await entities.read('log/all')).toEqual(Array.from({ length: 250 }, (_, n) => n));
  });

  it('does nothing before the time of a signal for later', async () => {
    const later = orchestration('later', async (ctx) => {
      ctx.signalEntity(log, 'all', 'add', 'later', { at: new Date(ctx.currentTime.getTime() + 60_000) });
      ctx.signalEntity(log, 'all', 'add', 'now');
      return ctx.currentTime.getTime();
    });
    const { client, clock, finish, entities, settle } = await open(later);
    await finish(await client.startNew('later'));
    await settle();
    expect(await entities.read('log/all')).toEqual(['now']);
    expect(clock.dueInMs).toEqual([60_000]);
    clock.jump();
    await settle();
    expect(await entities.read('log/all')).toEqual(['now', 'later']);
  });

  it('that this host does not have fails calls and locks of it', async () => {
    const lost = orchestration('lost', async (ctx) => {
      const call = await ctx.callEntity('@nobody@1', 'add').then(String, (error: unknown) => error);
      const lock = await ctx
        .lockEntities(entityId(account, 'mia'), '@nobody@1')
        .then(String, (error: unknown) => error);
      return [call, lock].map((error) => (error as { code?: string }).code);
    });
    const { client, finish } = await open(lost);
    expect((await finish(await client.startNew('lost'))).output).toEqual(['unknown-function', 'unknown-function']);
  });
});

describe('an instance that calls entities', () => {
  it('stays open until they have answered, though its code has returned', async () => {
    const slow = entity('slow', {
      initialState: 0,
      operations: { wait: () => released.promise },
    });
    const released = Promise.withResolvers<void>();
    const hasty = orchestration('hasty', async (ctx) => {
      void ctx.callEntity(slow, 'one', 'wait');
      return 'done';
    });
    const { host, client } = await openTestHost({ functions: [slow, hasty] });
    const id = await client.startNew('hasty');
    await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
    expect((await client.queryStatus(id))?.runtimeStatus).toBe('Running');
    released.resolve();
    await host.whenIdle();
    expect(await client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Completed', output: 'done' });
  });

  it('does not stay open for a lock that its code has stopped to wait for', async () => {
    const hasty = orchestration('hasty', async (ctx) => {
      void ctx.lockEntities(entityId(account, 'mia'));
      return 'done';
    });
    const { client, settle } = await open(hasty);
    await client.startNew('holder', { instanceId: 'owner', input: { name: 'owner', keys: ['mia'] } });
    await settle();
    const id = await client.startNew('hasty');
    await settle();
    expect(await client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Completed' });
  });

  it('takes no answer of an execution before it, and hands none on', async () => {
    const again = orchestration<number, unknown>('again', async (ctx) => {
      void ctx.callEntity(account, 'mia', 'deposit', 1);
      if (ctx.input === 0) await ctx.callEntity(account, 'mia', 'balance');
      return ctx.input < 2 ? ctx.continueAsNew(ctx.input + 1) : ctx.callEntity(account, 'mia', 'balance');
    });
    const { client, finish } = await open(again);
    const id = await client.startNew('again', { input: 0 });
    expect((await finish(id)).output).toBe(3);
    const status = await client.queryStatus(id, { showHistory: true });
    expect(status?.historyEvents?.filter(({ eventType }) => eventType === 'EventRaised')).toHaveLength(2);
  });
});

describe('a lock', () => {
  const start = (client: Awaited<ReturnType<typeof open>>['client'], name: string, ...keys: string[]) =>
    client.startNew('holder', { instanceId: name, input: { name, keys } });

  it('keeps everybody else away until it is released', async () => {
    const { client, entities, settle } = await open();
    await start(client, 'first', 'mia', 'tom');
    await settle();
    await entities.signal('account/mia', 'deposit', 10);
    await client.startNew('deposit', { instanceId: 'outsider' });
    await start(client, 'second', 'tom', 'mia');
    await settle();
    expect(await entities.read('account/mia')).toBeUndefined();
    expect(await entities.read('log/all')).toEqual(['first locks']);
    await client.raiseEvent('first', 'go');
    await settle();
    expect(await client.queryStatus('outsider')).toMatchObject({ output: 12 });
    expect(await entities.read('account/tom')).toEqual({ balance: 1 });
    expect(await entities.read('log/all')).toEqual(['first locks', 'first lets go', 'second locks']);
  });

  it('is kept by an owner that is suspended', async () => {
    const { client, entities, settle } = await open();
    await start(client, 'first', 'mia');
    await settle();
    await client.suspend('first', 'wait');
    await client.raiseEvent('first', 'go');
    await entities.signal('account/mia', 'deposit', 10);
    await settle();
    expect(await entities.read('account/mia')).toBeUndefined();
    await client.resume('first', 'go on');
    await settle();
    expect(await entities.read('account/mia')).toEqual({ balance: 11 });
    expect(await entities.read('log/all')).toEqual(['first locks', 'first lets go']);
  });

  it('is not waited for in a circle, whatever the order in which it names entities', async () => {
    const { client, entities, settle } = await open();
    const keys = ['a', 'b', 'c', 'd'];
    for (let n = 0; n < 12; n += 1) {
      const turned = keys.map((_, at) => keys[(at + n) % keys.length] ?? '');
      await start(client, `h${n}`, ...turned);
      await client.raiseEvent(`h${n}`, 'go');
    }
    await settle();
    for (const key of keys) expect(await entities.read(`account/${key}`)).toEqual({ balance: 12 });
  });

  it.each<[string, (test: Awaited<ReturnType<typeof open>>) => Promise<unknown>]>([
    ['is terminated', ({ client }) => client.terminate('owner', 'enough')],
    ['returns', ({ client }) => client.raiseEvent('owner', 'end', 'return')],
    ['throws', ({ client }) => client.raiseEvent('owner', 'end', 'throw')],
    ['continues as new', ({ client }) => client.raiseEvent('owner', 'end', 'again')],
    ['returns and leaves a timer open', ({ client }) => client.raiseEvent('owner', 'end', 'timer')],
  ])('ends when its owner %s', async (_how, end) => {
    const owner = orchestration<unknown, unknown>('owner', async (ctx) => {
      if (ctx.input === 'again') return ctx.waitForEvent('never');
      await ctx.lockEntities(entityId(account, 'mia'), entityId(account, 'tom'));
      const how = await ctx.waitForEvent<string>('end');
      if (how === 'throw') throw new Error('thrown');
      if (how === 'again') return ctx.continueAsNew('again');
      if (how === 'timer') void ctx.sleep(60_000);
      return how;
    });
    const test = await open(owner);
    const { client, entities, settle } = test;
    await client.startNew('owner', { instanceId: 'owner' });
    await settle();
    await entities.signal('account/mia', 'deposit', 1);
    await entities.signal('account/tom', 'deposit', 2);
    await settle();
    expect(await entities.read('account/mia')).toBeUndefined();
    await end(test);
    await settle();
    expect(await entities.read('account/mia')).toEqual({ balance: 1 });
    expect(await entities.read('account/tom')).toEqual({ balance: 2 });
  });

  it('is granted to nobody who has ended while it waited', async () => {
    const { client, entities, settle } = await open();
    await start(client, 'first', 'tom');
    await settle();
    await start(client, 'second', 'mia', 'tom');
    await settle();
    await client.terminate('second', 'enough');
    await settle();
    await entities.signal('account/mia', 'deposit', 1);
    await client.terminate('first', 'enough');
    await settle();
    await entities.signal('account/tom', 'deposit', 1);
    await settle();
    expect(await entities.read('account/mia')).toEqual({ balance: 1 });
    expect(await entities.read('account/tom')).toEqual({ balance: 1 });
  });

  it('is let go again when it is granted after the code has stopped to wait for it', async () => {
    const impatient = orchestration('impatient', async (ctx) => {
      const asked = ctx.lockEntities(entityId(account, 'mia'));
      const { key } = await ctx.select({ lock: asked, timeout: ctx.sleep(1_000) });
      if (key === 'timeout') void asked.then((lock: EntityLock) => lock.release());
      return ctx.waitForEvent('end');
    });
    const { client, clock, entities, settle } = await open(impatient);
    await start(client, 'first', 'mia');
    await settle();
    await client.startNew('impatient');
    await settle();
    clock.jump();
    await settle();
    await client.terminate('first', 'enough');
    await settle();
    await entities.signal('account/mia', 'deposit', 1);
    await settle();
    expect(await entities.read('account/mia')).toEqual({ balance: 1 });
  });

  it('covers what its owner has asked for before it lets go', async () => {
    const owner = orchestration('owner', async (ctx) => {
      const lock = await ctx.lockEntities(entityId(account, 'mia'));
      await ctx.waitForEvent('go');
      const answer = ctx.callEntity(account, 'mia', 'balance');
      lock.release();
      return answer;
    });
    const { client, entities, settle, finish } = await open(owner);
    const id = await client.startNew('owner');
    await settle();
    await entities.signal('account/mia', 'deposit', 10);
    await client.raiseEvent(id, 'go');
    expect((await finish(id)).output).toBe(0);
    expect(await entities.read('account/mia')).toEqual({ balance: 10 });
  });
});
