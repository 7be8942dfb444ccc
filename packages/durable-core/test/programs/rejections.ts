/* Run by a test as a process of its own, because the test runner owns `unhandledRejection`. Its argument says who loses a rejection. */
import { orchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';

const loser = process.argv[2];

async function lose(): Promise<never> {
  await null;
  throw new RangeError('lost');
}

const asAsync = orchestration('o', async (ctx) => {
  if (loser === 'orchestrator') void lose();
  await ctx.callActivity('A');
  return 'kept';
});
const asGenerator = orchestration('o', function* (ctx) {
  if (loser === 'generator') void lose();
  if (loser === 'listener') ctx.signal.addEventListener('abort', lose);
  try {
    yield* ctx.callActivity('A');
    yield* ctx.sleep(1);
  } catch {
    // cancelled
  }
  return 'kept';
});
const isGenerator = loser === 'generator' || loser === 'listener';
if (loser === 'listened-to') process.on('unhandledRejection', (error) => console.log(`heard ${String(error)}`));
if (loser === 'others' || loser === 'listened-to') void lose();
const past = history().turn(1).completed(0, 1);
if (loser === 'listener') past.raised('perdura.cancel');
const { outcome } = await openExecution(isGenerator ? asGenerator : asAsync, { instanceId: 'i' }).advance(past.events);
console.log(JSON.stringify(outcome?.kind === 'failed' ? outcome.failure : outcome));
