import {
  activity,
  entity,
  entityId,
  type OrchestrationDefinition,
  orchestration,
  TaskFailedError,
} from '@perdura/durable-core';
import type { DurableFunction, JsonFunction } from '@perdura/durable-host';
import { attempts, declined, type Order, slowly } from './work.ts';

/** The samples by `@perdura/durable-core`. */
export function ourFunctions(): readonly Exclude<DurableFunction, JsonFunction>[] {
  const tried = attempts();
  const greet = activity('greet', (city: string) => `Hello ${city}!`);
  const echo = activity('echo', (value: unknown) => value);
  const kindOf = activity('kind_of', (value: unknown) => (Array.isArray(value) ? 'list' : typeof value));
  const nothing = activity('nothing', () => undefined);
  const charge = activity('charge', (amount: number) => declined(amount));
  const flaky = activity('flaky', ({ key, failures }: { key: string; failures: number }) => tried(key, failures));
  const wait = activity('wait', (order: Order) => slowly(order));

  const child = orchestration<number, number>('child', async (ctx) => {
    if (ctx.input < 0) throw new Error('below zero');
    return (await ctx.callActivity<number>('echo', ctx.input)) * 2;
  });
  const counter: OrchestrationDefinition<number, number> = orchestration<number, number>('counter', async (ctx) => {
    await ctx.callActivity(echo, ctx.input);
    return ctx.input < 3 ? ctx.continueAsNew(ctx.input + 1) : ctx.input;
  });
  const letters: OrchestrationDefinition<string, string> = orchestration<string, string>('letters', async (ctx) => {
    const letter = await ctx.waitForEvent<string>('letter');
    return letter === '.' ? ctx.input : ctx.continueAsNew(ctx.input + letter);
  });
  const explain = activity('explain', () => {
    throw Object.assign(new SyntaxError('no such card'), { isNonRetriable: true, properties: { card: 'visa' } });
  });
  const picky = orchestration('picky', async (ctx) => {
    throw new RangeError(`not with ${String(ctx.input)}`);
  });
  const account = entity('account', {
    initialState: 0,
    operations: {
      deposit(state, amount: number, { setState, signalEntity }) {
        if (amount > 1_000) signalEntity({ name: 'account', key: 'police' }, 'deposit', 1);
        setState(state + amount);
        return state + amount;
      },
      balance: (state) => state,
      withdraw(state, amount: number) {
        if (amount > state) throw new Error('overdrawn');
      },
    },
  });
  return [
    ...[account, explain, picky],
    ...[greet, echo, kindOf, nothing, charge, flaky, wait, child, counter, letters],
    orchestration('sequence', async (ctx) => {
      const said: string[] = [];
      for (const city of ['Tokyo', 'London', 'Seattle']) said.push(await ctx.callActivity(greet, city));
      return said;
    }),
    orchestration<string[]>('fan_out', function* (ctx) {
      return yield* ctx.joinAll(ctx.input.map((city) => ctx.callActivity(greet, city)));
    }),
    orchestration('values', async (ctx) => {
      const seen: unknown[] = [];
      for (const value of ['7', '"x"', 'text', '', 0, 0.5, true, null, [1, 'a'], { a: { b: [] } }]) {
        seen.push([await ctx.callActivity(kindOf, value), await ctx.callActivity(echo, value)]);
      }
      return seen;
    }),
    orchestration('no_values', async (ctx) => [await ctx.callActivity(nothing), ctx.input ?? 'none']),
    orchestration<Order[]>('deadline', function* (ctx) {
      const timer = ctx.createTimer(new Date(ctx.currentTime.getTime() + 60_000));
      const work = ctx.callActivity(wait, ctx.input[0] as Order);
      const { index } = yield* ctx.any([work, timer]);
      if (index === 0) timer.cancel();
      return index === 0 ? 'done' : 'too late';
    }),
    orchestration('sleeper', async (ctx) => {
      const beforeMs = ctx.currentTime.getTime();
      await ctx.createTimer(new Date(beforeMs + 10 * 86_400_000));
      return ctx.currentTime.getTime() - beforeMs;
    }),
    orchestration('approval', function* (ctx) {
      ctx.setCustomStatus({ waitsFor: 'approve' });
      const answer = yield* ctx.waitForEventWithTimeout<{ by: string }>('approve', 3_600_000);
      ctx.setCustomStatus('decided');
      return answer.timedOut ? 'nobody' : answer.value.by;
    }),
    orchestration('three_events', async (ctx) => {
      await ctx.sleep(1_000);
      const first = await ctx.callActivity(echo, await ctx.waitForEvent('step'));
      return [first, await ctx.waitForEvent('step'), await ctx.waitForEvent('step')];
    }),
    orchestration<{ key: string; failures: number }>('retried', async (ctx) => {
      const retry = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 5_000, backoffCoefficient: 2 };
      try {
        const result = await ctx.callActivityWithRetry(flaky, retry, ctx.input);
        return [result, await ctx.callActivity(greet, 'after')];
      } catch (error) {
        return [(error as Error).message, await ctx.callActivity(greet, 'after')];
      }
    }),
    orchestration('family', async (ctx) => {
      const two = await ctx.callSubOrchestrator(child, 1, { instanceId: `${ctx.instanceId}-first` });
      const retry = { maxNumberOfAttempts: 2, firstRetryIntervalMs: 1_000 };
      try {
        await ctx.callSubOrchestratorWithRetry(child, retry, -1);
      } catch (error) {
        return [two, (error as Error).message, await ctx.callSubOrchestrator(child, 5)];
      }
      return 'it did not fail';
    }),
    orchestration('caught', async (ctx) => {
      try {
        return await ctx.callActivity(charge, 500);
      } catch (error) {
        return [(error as Error).message, await ctx.callActivity(charge, 5)];
      }
    }),
    orchestration('uncaught', async (ctx) => ctx.callActivity(charge, 500)),
    orchestration('throws', async (ctx) => {
      await ctx.callActivity(greet, 'Tokyo');
      throw new Error('out of stock');
    }),
    orchestration('two_flows', async (ctx) => {
      const flow = async (name: string, pauseMs: number) => {
        const first = await ctx.callActivity(echo, name);
        await ctx.sleep(pauseMs);
        return `${String(first)} ${await ctx.callActivity(greet, name)}`;
      };
      return await Promise.all([flow('a', 3_000), flow('b', 1_000)]);
    }),
    orchestration('guids', async (ctx) => [ctx.newGuid(), await ctx.callActivity(echo, 1), ctx.newGuid()]),
    orchestration<{ key: string; failures: number }>('fragile', async (ctx) => [
      await ctx.callActivity(echo, 'first'),
      await ctx.callActivity(flaky, ctx.input),
    ]),
    orchestration('explained', async (ctx) => {
      try {
        return await ctx.callActivity(explain);
      } catch (error) {
        const { errorType, errorMessage, isNonRetriable, properties } =
          (error instanceof TaskFailedError && error.failureDetails) || {};
        return [errorType, errorMessage, isNonRetriable, properties];
      }
    }),
    orchestration('cancellable', async (ctx) => {
      const { signal } = ctx;
      try {
        await ctx.sleep(3_600_000);
      } catch (error) {
        return [(error as { code?: unknown }).code, signal.aborted, await ctx.callActivity(greet, 'cleanup')];
      }
      return 'slept';
    }),
    orchestration('asks_the_picky', async (ctx) => ctx.callSubOrchestrator(picky, 'me')),
    orchestration('accounts', async (ctx) => {
      const [mia, police] = [entityId(account, `Mia of ${ctx.instanceId}`), entityId(account, 'police')];
      ctx.signalEntity(mia, 'deposit', 5);
      const balance = await ctx.callEntity(mia, 'deposit', 7_000);
      try {
        await ctx.callEntity(mia, 'withdraw', 50_000);
      } catch {
        return [balance, await ctx.callEntity(mia, 'balance'), await ctx.callEntity(police, 'balance')];
      }
      return 'not overdrawn';
    }),
    orchestration('transfer', async (ctx) => {
      const [from, to] = [entityId(account, 'from'), entityId(account, 'to')];
      const lock = await ctx.lockEntities(to, from);
      const isLocked = ctx.isLocked().isLocked;
      const balances = [await ctx.callEntity(from, 'deposit', -5), await ctx.callEntity(to, 'deposit', 5)];
      lock.release();
      return [isLocked, balances, ctx.isLocked().isLocked, await ctx.callEntity(from, 'balance')];
    }),
    orchestration<string>('polled', async (ctx) => {
      const { status, content } = await ctx.callHttp({ method: 'POST', url: ctx.input, body: { n: 1 } });
      return [status, content];
    }),
    orchestration<string>('refused', async (ctx) => {
      try {
        await ctx.callHttp({ method: 'GET', url: ctx.input });
        return 'answered';
      } catch {
        return 'no answer';
      }
    }),
  ];
}
