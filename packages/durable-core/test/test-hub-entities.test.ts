import { describe, expect, it } from '@jest/globals';
import { entity, entityId, orchestration } from '@perdura/durable-core';
import { replayHistory, TestHub } from '@perdura/durable-core/testing';
import fc from 'fast-check';

const account = entity('Account', {
  initialState: { balance: 0 },
  operations: {
    deposit(state, amount: number) {
      state.balance += amount;
      return state.balance;
    },
    withdraw(state, amount: number, { signalEntity }) {
      if (amount > state.balance) throw new RangeError(`only ${state.balance} left`);
      state.balance -= amount;
      signalEntity('@audit@all', 'add', amount);
      return state.balance;
    },
  },
});

const audit = entity('audit', {
  initialState: [] as number[],
  operations: { add: (state, amount: number) => void state.push(amount) },
});

interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

const transfer = orchestration('transfer', async (ctx) => {
  const { from, to, amount } = ctx.input as Transfer;
  const lock = await ctx.lockEntities(entityId(account, from), entityId(account, to));
  await ctx.callActivity('check');
  try {
    await ctx.callEntity(account, from, 'withdraw', amount);
    await ctx.callEntity(account, to, 'deposit', amount);
  } finally {
    lock.release();
  }
  return ctx.callActivity<string>('notify');
});

const newHub = () =>
  new TestHub({ functions: [account, audit], activities: { check: () => null, notify: () => 'told' } });

describe('entities in a TestHub', () => {
  it('are locked, called and released, and what they signal arrives', async () => {
    const hub = newHub();
    hub.signalEntity(account, 'mia', 'deposit', 10);
    const instance = hub.start(transfer, { from: 'mia', to: 'tom', amount: 4 });
    await hub.run();
    expect(instance.error).toBeUndefined();
    expect(instance.output).toBe('told');
    expect(hub.entityState(account, 'mia')?.balance).toBe(6);
    expect(hub.entityState('ACCOUNT', 'tom')).toEqual({ balance: 4 });
    expect(hub.entityState(audit, 'all')).toEqual([4]);
    expect(hub.entityState(account, 'nobody')).toBeUndefined();
    expect(await replayHistory(transfer, instance.history, { instanceId: instance.instanceId })).toMatchObject({
      isSame: true,
      decisions: [],
      outcome: { kind: 'completed' },
    });
  });

  it('tell their caller what they threw, and keep their state', async () => {
    const hub = newHub();
    const instance = hub.start(transfer, { from: 'mia', to: 'tom', amount: 4 });
    await hub.run();
    expect(instance.error).toMatchObject({ code: 'task-failed', failureDetails: { errorType: 'RangeError' } });
    expect(hub.entityState(account, 'mia')).toBeUndefined();
    const next = hub.start(transfer, { from: 'tom', to: 'mia', amount: 0 });
    await hub.run();
    expect(next.status).toBe('completed');
  });

  it('let nobody in while they are locked, and are unlocked when their owner ends', async () => {
    const holder = orchestration('holder', async (ctx) => {
      await ctx.lockEntities(entityId(account, 'mia'));
      await ctx.sleep(60_000);
      return ctx.callEntity(account, 'mia', 'deposit', 1);
    });
    const hub = newHub();
    const first = hub.start(holder);
    await hub.settle();
    hub.signalEntity(account, 'mia', 'deposit', 10);
    const second = hub.start(holder);
    await hub.advance(59_000);
    expect(hub.entityState(account, 'mia')).toBeUndefined();
    await hub.run();
    expect([first.output, second.output]).toEqual([1, 12]);
  });

  it('are unlocked again when the lock was cancelled before it was granted', async () => {
    const holder = orchestration('holder', async (ctx) => {
      await ctx.lockEntities(entityId(account, 'mia'));
      await ctx.sleep(60_000);
    });
    const cancelled = orchestration('cancelled', async (ctx) => {
      void ctx.signal;
      try {
        await ctx.lockEntities(entityId(account, 'mia'));
      } catch {
        // cancelled while it waited
      }
      await ctx.sleep(600_000);
      return ctx.isLocked();
    });
    const hub = newHub();
    hub.start(holder);
    await hub.settle();
    const instance = hub.start(cancelled);
    await hub.settle();
    instance.cancel();
    const next = hub.start(holder);
    await hub.advance(200_000);
    expect([instance.status, next.status]).toEqual(['running', 'completed']);
    await hub.run();
    expect(instance.output).toEqual({ isLocked: false, ownedLocks: [] });
    expect(await replayHistory(cancelled, instance.history, { instanceId: instance.instanceId })).toMatchObject({
      isSame: true,
    });
  });

  it('get a signal for later at its time', async () => {
    const later = orchestration('later', async (ctx) => {
      ctx.signalEntity(account, 'mia', 'deposit', 1, { at: new Date(ctx.currentTime.getTime() + 5000) });
    });
    const hub = newHub();
    hub.start(later);
    await hub.advance(4999);
    expect(hub.entityState(account, 'mia')).toBeUndefined();
    await hub.advance(1);
    expect(hub.entityState(account, 'mia')).toEqual({ balance: 1 });
  });

  it('that are not there fail their caller and name those that are', async () => {
    const lost = orchestration('lost', async (ctx) => ctx.callEntity('@acount@mia', 'deposit', 1));
    const hub = newHub();
    const instance = hub.start(lost);
    await hub.run();
    expect(instance.error).toMatchObject({
      code: 'unknown-function',
      message: expect.stringContaining("'Account', 'audit'"),
    });
  });

  it('neither lose nor make money, and block nobody for ever, whoever locks what', async () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const transfers = fc.array(fc.record({ from: names, to: names, amount: fc.nat(20) }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(transfers, async (all) => {
        const hub = newHub();
        for (const name of ['a', 'b', 'c']) hub.signalEntity(account, name, 'deposit', 10);
        const instances = all.map((each) => hub.start(transfer, each));
        await hub.run();
        expect(instances.map(({ status }) => status)).not.toContain('running');
        const balances = ['a', 'b', 'c'].map((name) => hub.entityState(account, name)?.balance ?? 0);
        expect(balances.reduce((sum, balance) => sum + balance)).toBe(30);
      }),
      { numRuns: 30 },
    );
  });
});
