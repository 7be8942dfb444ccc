import { activity, type OrchestrationContext, orchestration, TaskFailedError } from '@perdura/durable-core';
import type { Functions } from './run-instance.ts';

const sayHello = activity('say_hello', (city: string) => {
  if (city === '') throw new Error('There is nobody to greet.');
  return `Hello ${city}!`;
});

/** Fan-out: one activity for each city. */
const greetCities = orchestration('greet_cities', (ctx: OrchestrationContext<readonly string[]>) =>
  ctx.joinAll(ctx.input.map((city) => ctx.callActivity(sayHello, city))),
);

/** Calls two others; one of them fails, and says why. */
const greetOrExplain = orchestration('greet_or_explain', async (ctx) => {
  const greeted = await ctx.callSubOrchestrator(greetCities, ['Tokyo', 'London']);
  try {
    await ctx.callSubOrchestrator(greetCities, ['']);
    return { greeted, problem: '' };
  } catch (error) {
    return { greeted, problem: error instanceof TaskFailedError ? error.message : 'another' };
  }
});

/** What `sum_deposits` has summed up so far. */
interface Deposits {
  readonly count: number;
  readonly sum: number;
}

/** An eternal orchestration, as far as three deposits go: each execution takes one, what came too early goes on to the next. */
const sumDeposits = orchestration('sum_deposits', async (ctx: OrchestrationContext<Deposits>) => {
  const amount = await ctx.waitForEvent<number>('deposit');
  await ctx.sleep(50);
  const next: Deposits = { count: ctx.input.count + 1, sum: ctx.input.sum + amount };
  return next.count === 3 ? next.sum : ctx.continueAsNew(next);
});

/** Small orchestrations, for what an order does not do: sub-orchestrations, failures and new beginnings. */
export const smallFunctions: Functions = [sayHello, greetCities, greetOrExplain, sumDeposits];
