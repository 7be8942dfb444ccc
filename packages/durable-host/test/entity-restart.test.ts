import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activity, entity, entityId, orchestration } from '@perdura/durable-core';
import type { DurableFunction } from '@perdura/durable-host';
import fc from 'fast-check';
import { entityApi } from './fakes/entity-api.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';
import { virtualClock } from './fakes/virtual-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdura-entities-'));
});
afterEach(async () => {
  await closeTestHosts();
  rmSync(folder, { recursive: true, force: true });
});

interface Account {
  readonly balance: number;
  /** What was done, by the names of those who asked for it. */
  readonly done: readonly string[];
}

const account = entity('account', {
  initialState: { balance: 0, done: [] } as Account,
  operations: {
    add({ balance, done }, { by, amount }: { by: string; amount: number }, { setState }) {
      setState({ balance: balance + amount, done: [...done, by] });
      return balance + amount;
    },
    pass({ balance, done }, { by, to, amount }: { by: string; to: string; amount: number }, context) {
      context.setState({ balance: balance - amount, done: [...done, by] });
      context.signalEntity(`@account@${to}`, 'add', { by, amount });
    },
    balance: ({ balance }) => balance,
  },
});

const think = activity('think', () => new Promise((resolve) => setImmediate(resolve)));

interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

const transfer = orchestration<Transfer, boolean>('transfer', async (ctx) => {
  const { from, to, amount } = ctx.input;
  const by = ctx.instanceId;
  const lock = await ctx.lockEntities(entityId(account, to), entityId(account, from));
  const before = await ctx.callEntity(account, from, 'balance');
  await ctx.callActivity(think);
  const after = await ctx.callEntity(account, from, 'add', { by, amount: -amount });
  await ctx.callActivity(think);
  await ctx.callEntity(account, to, 'add', { by, amount });
  lock.release();
  return before - amount === after;
});

const addAfter = orchestration<{ readonly key: string; readonly amount: number }, number>('addAfter', async (ctx) => {
  const { key, amount } = ctx.input;
  await ctx.callActivity(think);
  return ctx.callEntity(account, key, 'add', { by: ctx.instanceId, amount });
});

const functions: readonly DurableFunction[] = [account, think, transfer, addAfter];
const minuteMs = 60_000;

/** Opens the file of the test; again after each close. */
async function open(file = 'hub.db', clock = virtualClock(), more: readonly DurableFunction[] = []) {
  const test = await openTestHost({ database: join(folder, file), functions: [...functions, ...more] }, clock);
  return { ...test, entities: entityApi(test.host) };
}

describe('entities of a host that is closed and opened again', () => {
  it('stay locked, with those who wait in their order', async () => {
    const holder = orchestration('holder', async (ctx) => {
      await ctx.lockEntities('@account@a', '@account@b');
      await ctx.waitForEvent('end');
    });
    const one = await open('hub.db', virtualClock(), [holder]);
    const id = await one.client.startNew('holder');
    await one.settle();
    const second = await one.client.startNew('holder');
    await one.settle();
    await one.entities.signal('account/a', 'add', { by: 'first', amount: 1 });
    await one.entities.signal('account/a', 'add', { by: 'second', amount: 1 });
    await one.settle();
    await one.host.close();

    const two = await open('hub.db', virtualClock(), [holder]);
    await two.entities.signal('account/a', 'add', { by: 'third', amount: 1 });
    await two.settle();
    expect(await two.entities.read('account/a')).toBeUndefined();
    await two.client.terminate(id, 'enough');
    await two.settle();
    expect(await two.entities.read('account/a')).toBeUndefined();
    await two.client.raiseEvent(second, 'end');
    await two.settle();
    expect(await two.entities.read('account/a')).toEqual({ balance: 3, done: ['first', 'second', 'third'] });
  });

  it('run an operation again that was under way, on the state it began with', async () => {
    const seen: number[] = [];
    let isHeld = true;
    const slow = entity('slow', {
      initialState: 0,
      operations: {
        async add(state, n: number, { setState }) {
          seen.push(state);
          if (isHeld && n > 1) await new Promise(() => {});
          setState(state + n);
        },
      },
    });
    const one = await open('hub.db', virtualClock(), [slow]);
    await one.entities.signal('slow/a', 'add', 1);
    await one.settle();
    await one.entities.signal('slow/a', 'add', 10);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(seen).toEqual([0, 1]);
    await one.host.close();
    isHeld = false;
    const two = await open('hub.db', virtualClock(), [slow]);
    await two.settle();
    expect(await two.entities.read('slow/a')).toBe(11);
    expect(seen).toEqual([0, 1, 1]);
  });

  it('get the signals that became due meanwhile, and later those that did not', async () => {
    const sender = orchestration('sender', async (ctx) => {
      for (const minutes of [3, 1, 2]) {
        const at = new Date(ctx.currentTime.getTime() + minutes * minuteMs);
        ctx.signalEntity(account, 'a', 'add', { by: `${minutes}`, amount: 1 }, { at });
      }
    });
    const clock = virtualClock();
    const one = await open('hub.db', clock, [sender]);
    await one.finish(await one.client.startNew('sender'));
    await one.host.close();
    expect(clock.dueInMs).toEqual([]);
    clock.schedule(() => {}, 2.5 * minuteMs);
    clock.jump();

    const two = await open('hub.db', clock, [sender]);
    await two.settle();
    expect(await two.entities.read('account/a')).toMatchObject({ done: ['1', '2'] });
    expect(clock.dueInMs).toEqual([0.5 * minuteMs]);
    clock.jump();
    await two.settle();
    expect(await two.entities.read('account/a')).toMatchObject({ done: ['1', '2', '3'] });
  });

  it('get the signals of a host that did not have them', async () => {
    const late = entity('late', {
      initialState: 0,
      operations: { add: (state, n: number, c) => c.setState(state + n) },
    });
    const sender = orchestration('sender', async (ctx) => {
      ctx.signalEntity(late, 'a', 'add', 5);
    });
    const without = await open('hub.db', virtualClock(), [sender]);
    await without.finish(await without.client.startNew('sender'));
    await without.settle();
    await without.host.close();
    const having = await open('hub.db', virtualClock(), [sender, late]);
    await having.settle();
    expect(await having.entities.read('late/a')).toBe(5);
  });

  it('answer a call that was made before, to code that is replayed', async () => {
    const gate = entity('gate', { initialState: 0, operations: { pass: () => 'through' } });
    const caller = orchestration('caller', async (ctx) => {
      const lock = await ctx.lockEntities('@gate@a');
      const first = await ctx.callEntity(gate, 'a', 'pass');
      await ctx.waitForEvent('go');
      const second = await ctx.callEntity(gate, 'a', 'pass');
      lock.release();
      return [first, second, await ctx.callEntity(gate, 'a', 'pass')];
    });
    const one = await open('hub.db', virtualClock(), [gate, caller]);
    const id = await one.client.startNew('caller');
    await one.settle();
    await one.host.close();
    const two = await open('hub.db', virtualClock(), [gate, caller]);
    await two.client.raiseEvent(id, 'go');
    expect((await two.finish(id)).output).toEqual(['through', 'through', 'through']);
  });
});

describe('random work of clients, orchestrations and entities, with restarts in between', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const amount = fc.integer({ min: -9, max: 9 });
  const command = fc.oneof(
    fc.record({ kind: fc.constant('signal' as const), to: key, amount }),
    fc.record({ kind: fc.constant('pass' as const), from: key, to: key, amount }),
    fc.record({ kind: fc.constant('call' as const), to: key, amount }),
    fc.record({ kind: fc.constant('transfer' as const), from: key, to: key, amount }),
    fc.record({ kind: fc.constant('terminated-transfer' as const), from: key, to: key, amount }),
    fc.record({ kind: fc.constant('wait' as const), turns: fc.integer({ min: 0, max: 12 }) }),
    fc.record({ kind: fc.constant('restart' as const) }),
  );

  it('does everything exactly once, keeps the sum, and leaves nothing locked', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (commands) => {
        const file = `${round++}.db`;
        const clock = virtualClock();
        let test = await open(file, clock);
        const expected = new Map(['a', 'b', 'c', 'd'].map((name) => [name, [] as string[]]));
        const instances: string[] = [];
        const stopped: string[] = [];
        let sum = 0;
        for (const [n, each] of commands.entries()) {
          const by = `n${n}`;
          switch (each.kind) {
            case 'signal':
              await test.entities.signal(`account/${each.to}`, 'add', { by, amount: each.amount });
              break;
            case 'pass':
              await test.entities.signal(`account/${each.from}`, 'pass', { by, to: each.to, amount: each.amount });
              break;
            case 'call':
              instances.push(by);
              await test.client.startNew('addAfter', { instanceId: by, input: { key: each.to, amount: each.amount } });
              break;
            case 'transfer':
              instances.push(by);
              await test.client.startNew('transfer', { instanceId: by, input: each });
              break;
            case 'terminated-transfer':
              stopped.push(by);
              await test.client.startNew('transfer', { instanceId: by, input: { ...each, amount: 0 } });
              break;
            case 'wait':
              for (let turn = 0; turn < each.turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
              break;
            case 'restart':
              await test.host.close();
              test = await open(file, clock);
          }
          if (each.kind === 'signal' || each.kind === 'call') sum += each.amount;
          if (each.kind === 'pass' || each.kind === 'transfer') expected.get(each.from)?.push(by);
          if (each.kind !== 'wait' && each.kind !== 'restart' && each.kind !== 'terminated-transfer') {
            expected.get(each.to)?.push(by);
          }
          const oldest = stopped.at(n % 3 === 0 ? 0 : -1);
          if (n % 2 === 0 && oldest !== undefined) {
            await test.client.terminate(oldest, 'enough').catch(() => 'it had ended');
          }
        }
        await test.settle();
        for (const id of instances) {
          expect(await test.client.queryStatus(id)).toMatchObject({ runtimeStatus: 'Completed' });
        }
        let total = 0;
        for (const [name, by] of expected) {
          const state = (await test.entities.read(`account/${name}`)) as Account | undefined;
          total += state?.balance ?? 0;
          const done = (state?.done ?? []).filter((id) => !stopped.includes(id));
          expect([...done].sort()).toEqual([...by].sort());
        }
        expect(total).toBe(sum);
        // whoever locks them all finds none of them locked
        const last = await test.client.startNew('transfer', { input: { from: 'a', to: 'b', amount: 0 } });
        const other = await test.client.startNew('transfer', { input: { from: 'c', to: 'd', amount: 0 } });
        await test.settle();
        for (const id of [last, other]) expect(await test.client.queryStatus(id)).toMatchObject({ output: true });
        await test.host.close();
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('lets nobody in between the parts of a transfer', async () => {
    const { client, settle, entities } = await open();
    const ids: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      const [from, to] = [`${n % 3}`, `${(n + 1 + (n % 2)) % 3}`];
      ids.push(await client.startNew('transfer', { input: { from, to, amount: n } }));
      await entities.signal(`account/${n % 3}`, 'add', { by: `s${n}`, amount: 1 });
    }
    await settle();
    for (const id of ids) expect(await client.queryStatus(id)).toMatchObject({ output: true });
  });
});
