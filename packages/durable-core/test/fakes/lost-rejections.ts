import { orchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';

/* Run by a test as a process of its own, because the test runner owns `unhandledRejection`. */

const code = orchestration('o', async (ctx) => {
  ctx.callActivity('forgotten');
  const loser = ctx.callActivity('loser');
  await ctx.any([ctx.callActivity('winner'), loser]);
  await ctx.joinAll([loser, ctx.callActivity('sibling')]).then(undefined, () => {});
  return 'kept';
});
const past = history().turn(1).failed(0).failed(2).failed(1).failed(3);
const { outcome } = await openExecution(code, { instanceId: 'i' }).advance(past.events);
await new Promise((resolve) => setTimeout(resolve, 10));
console.log(JSON.stringify(outcome));
