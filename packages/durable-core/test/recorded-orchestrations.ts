/**
 * The orchestrations whose histories are kept in `recordings/`.
 *
 * Nothing in this file is ever edited: the recordings of earlier versions are replayed with it. What is new gets a new name, is added
 * at the end, and is recorded from the next version on.
 */
import { entity, entityId, type OrchestrationDefinition, orchestration } from '@perdura/durable-core';
import type { TestHub, TestHubOptions, TestInstance } from '@perdura/durable-core/testing';

/** An orchestration that is recorded, and what happens to it meanwhile. */
export interface RecordedOrchestration {
  readonly orchestration: OrchestrationDefinition;
  readonly input?: unknown;
  /** What the hub has besides `functions` and `activities` of this file. */
  readonly http?: TestHubOptions['http'];
  /** What is done to the instance, from its start to its end. (default: nothing but letting time pass) */
  readonly play?: (hub: TestHub, instance: TestInstance) => Promise<void>;
}

const account = entity('account', {
  initialState: { balance: 0 },
  operations: {
    deposit(state, amount: number) {
      state.balance += amount;
      return state.balance;
    },
  },
});

const packAsync = orchestration('pack-async', async (ctx) => ctx.callActivity('echo', ctx.input));
const packGenerator = orchestration('pack-generator', function* (ctx) {
  return yield* ctx.callActivity('echo', ctx.input);
});
const refuse = orchestration('refuse', async (ctx) => ctx.callActivity('fail', ctx.input));

/** What every recorded orchestration may call. */
export const functions: NonNullable<TestHubOptions['functions']> = [account, packAsync, packGenerator, refuse];

/** The activities of one recording; `flaky` fails twice. */
export function newActivities(): NonNullable<TestHubOptions['activities']> {
  let failuresLeft = 2;
  return {
    echo: (input: unknown) => input ?? null,
    fail: () => {
      throw new RangeError('no money');
    },
    flaky: (input: unknown) => {
      if (failuresLeft-- > 0) throw new Error('try again');
      return input;
    },
  };
}

const messageOf = (error: unknown) => (error as Error).message;
const retry = { maxNumberOfAttempts: 5, firstRetryIntervalMs: 1000, backoffCoefficient: 2 };

export const recordedOrchestrations: readonly RecordedOrchestration[] = [
  {
    orchestration: orchestration('sequence-async', async (ctx) => {
      const said: unknown[] = [];
      for (const word of ['one', 'two', 'three']) said.push(await ctx.callActivity('echo', word));
      ctx.setCustomStatus('said');
      return [said, ctx.input, ctx.newGuid()];
    }),
    input: { to: 'Mia' },
  },
  {
    orchestration: orchestration('sequence-generator', function* (ctx) {
      const said: unknown[] = [];
      for (const word of ['one', 'two', 'three']) said.push(yield* ctx.callActivity('echo', word));
      ctx.setCustomStatus('said');
      return [said, ctx.input, ctx.newGuid()];
    }),
    input: { to: 'Mia' },
  },
  {
    orchestration: orchestration('fan-out-async', async (ctx) => {
      const all = await ctx.joinAll([
        ctx.callActivity('echo', 'a'),
        ctx.callActivityWithRetry('flaky', retry, 'b'),
        ctx.callActivity('echo', 'c'),
      ]);
      const settled = await ctx.joinAllSettled([ctx.callActivity('fail'), ctx.callActivity('echo', 'd')]);
      return [all, settled.map(({ status }) => status)];
    }),
  },
  {
    orchestration: orchestration('fan-out-generator', function* (ctx) {
      const all = yield* ctx.joinAll([
        ctx.callActivity('echo', 'a'),
        ctx.callActivityWithRetry('flaky', retry, 'b'),
        ctx.callActivity('echo', 'c'),
      ]);
      const settled = yield* ctx.joinAllSettled([ctx.callActivity('fail'), ctx.callActivity('echo', 'd')]);
      return [all, settled.map(({ status }) => status)];
    }),
  },
  {
    orchestration: orchestration('events-async', async (ctx) => {
      const approval = await ctx.waitForEventWithTimeout<string>('approval', 60_000);
      const second = await ctx.waitForEventWithTimeout<string>('second', 60_000);
      await ctx.sleep(5000);
      const last = await ctx.waitForEvent<number>('last');
      return [approval, second, last];
    }),
    play: raiseThree,
  },
  {
    orchestration: orchestration('events-generator', function* (ctx) {
      const approval = yield* ctx.waitForEventWithTimeout<string>('approval', 60_000);
      const second = yield* ctx.waitForEventWithTimeout<string>('second', 60_000);
      yield* ctx.sleep(5000);
      const last = yield* ctx.waitForEvent<number>('last');
      return [approval, second, last];
    }),
    play: raiseThree,
  },
  {
    orchestration: orchestration('saga-async', async (ctx) => {
      await ctx.callActivity('echo', 'flight');
      ctx.compensate(() => ctx.callActivity('echo', 'cancel flight'));
      await ctx.callActivity('echo', 'hotel');
      ctx.compensate(() => ctx.callActivity('echo', 'cancel hotel'));
      await ctx.callActivity('fail');
    }),
  },
  {
    orchestration: orchestration('saga-generator', function* (ctx) {
      yield* ctx.callActivity('echo', 'flight');
      ctx.compensate(() => ctx.callActivity('echo', 'cancel flight'));
      yield* ctx.callActivity('echo', 'hotel');
      ctx.compensate(() => ctx.callActivity('echo', 'cancel hotel'));
      yield* ctx.callActivity('fail');
    }),
  },
  {
    orchestration: orchestration('parent-async', async (ctx) => {
      const packed = await ctx.joinAll([
        ctx.callSubOrchestrator(packAsync, 'tea'),
        ctx.callSubOrchestrator(packGenerator, 'cup'),
      ]);
      try {
        await ctx.callSubOrchestrator(refuse);
      } catch (error) {
        return [packed, messageOf(error).includes('no money')];
      }
      return packed;
    }),
  },
  {
    orchestration: orchestration('parent-generator', function* (ctx) {
      const packed = yield* ctx.joinAll([
        ctx.callSubOrchestrator(packAsync, 'tea'),
        ctx.callSubOrchestrator(packGenerator, 'cup'),
      ]);
      try {
        yield* ctx.callSubOrchestrator(refuse);
      } catch (error) {
        return [packed, messageOf(error).includes('no money')];
      }
      return packed;
    }),
  },
  {
    orchestration: orchestration('http-async', async (ctx) => {
      const { status, content } = await ctx.callHttp({
        method: 'POST',
        url: 'https://example.com/jobs',
        body: { n: 1 },
      });
      return [status, content];
    }),
    http: ({ method }) =>
      method === 'POST' ? { status: 202, headers: { Location: 'https://example.com/jobs/1' } } : { content: 'done' },
  },
  {
    orchestration: orchestration('http-generator', function* (ctx) {
      const { status, content } = yield* ctx.callHttp({
        method: 'POST',
        url: 'https://example.com/jobs',
        body: { n: 1 },
      });
      return [status, content];
    }),
    http: ({ method }) =>
      method === 'POST' ? { status: 202, headers: { Location: 'https://example.com/jobs/1' } } : { content: 'done' },
  },
  {
    orchestration: orchestration('patched-async', async (ctx) => {
      const chargesFirst = ctx.patched('charge-first');
      if (chargesFirst) await ctx.callActivity('echo', 'charge');
      await ctx.callActivity('echo', 'ship');
      return ctx.patched('charge-first');
    }),
  },
  {
    orchestration: orchestration('patched-generator', function* (ctx) {
      const chargesFirst = ctx.patched('charge-first');
      if (chargesFirst) yield* ctx.callActivity('echo', 'charge');
      yield* ctx.callActivity('echo', 'ship');
      return ctx.patched('charge-first');
    }),
  },
  {
    orchestration: orchestration('entities-async', async (ctx) => {
      ctx.signalEntity(account, 'audit', 'deposit', 1);
      const lock = await ctx.lockEntities(entityId(account, 'mia'), entityId(account, 'tom'));
      const mia = await ctx.callEntity(account, 'mia', 'deposit', 5);
      const tom = await ctx.callEntity(account, 'tom', 'deposit', 7);
      lock.release();
      return [mia, tom, await ctx.callActivity('echo', 'released')];
    }),
  },
  {
    orchestration: orchestration('entities-generator', function* (ctx) {
      ctx.signalEntity(account, 'audit', 'deposit', 1);
      const lock = yield* ctx.lockEntities(entityId(account, 'mia'), entityId(account, 'tom'));
      const mia = yield* ctx.callEntity(account, 'mia', 'deposit', 5);
      const tom = yield* ctx.callEntity(account, 'tom', 'deposit', 7);
      lock.release();
      return [mia, tom, yield* ctx.callActivity('echo', 'released')];
    }),
  },
  {
    orchestration: orchestration('cancelled-async', async (ctx) => {
      const { signal } = ctx;
      await ctx.callActivity('echo', 'reserve');
      ctx.compensate(() => ctx.callActivity('echo', 'release'));
      await ctx.sleep(3_600_000);
      return signal.aborted;
    }),
    play: cancelAfterAMinute,
  },
  {
    orchestration: orchestration('cancelled-generator', function* (ctx) {
      const { signal } = ctx;
      yield* ctx.callActivity('echo', 'reserve');
      ctx.compensate(() => ctx.callActivity('echo', 'release'));
      yield* ctx.sleep(3_600_000);
      return signal.aborted;
    }),
    play: cancelAfterAMinute,
  },
];

async function raiseThree(hub: TestHub, instance: TestInstance): Promise<void> {
  await hub.advance(1000);
  instance.raiseEvent('approval', 'Mia');
  instance.raiseEvent('last', 3);
  await hub.run();
}

async function cancelAfterAMinute(hub: TestHub, instance: TestInstance): Promise<void> {
  await hub.advance(60_000);
  instance.cancel('no longer wanted');
  await hub.run();
}
