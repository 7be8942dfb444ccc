/* Run by a test as a process of its own, because the test runner owns `unhandledRejection`. Its argument says who loses a rejection. */
import { orchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';

const loser = process.argv[2];

async function lose(): Promise<never> {
  await null;
  throw new RangeError('lost');
}

const code = orchestration('o', async (ctx) => {
  if (loser === 'orchestrator') void lose();
  await ctx.callActivity('A');
  return 'kept';
});
if (loser === 'listened-to') process.on('unhandledRejection', (error) => console.log(`heard ${String(error)}`));
if (loser !== 'orchestrator') void lose();
const { outcome } = await openExecution(code, { instanceId: 'i' }).advance(history().turn(1).completed(0, 1).events);
console.log(JSON.stringify(outcome?.kind === 'failed' ? outcome.failure : outcome));
