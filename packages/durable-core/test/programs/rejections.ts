/* Run by a test as a process of its own, because the test runner owns `unhandledRejection`. Its argument says who loses a rejection. */
import { orchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';

const loser = process.argv[2];

async function lose(): Promise<never> {
  await null;
  throw new RangeError('lost');
}

const events = loser === 'orchestrator-late' ? 300 : 1;
const latest = 200;
let seen = 0;
const asAsync = orchestration('o', async (ctx) => {
  if (loser === 'orchestrator') void lose();
  for (; seen < events; seen++) {
    await ctx.callActivity('A');
    if (seen === latest) void lose();
  }
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
const past = history().turn(1);
for (let id = 0; id < events; id++) past.completed(id, 1);
if (loser === 'listener') past.raised('perdura.cancel');
const { outcome } = await openExecution(isGenerator ? asGenerator : asAsync, { instanceId: 'i' }).advance(past.events);
console.log(JSON.stringify(outcome?.kind === 'failed' ? { ...outcome.failure, seen } : outcome));
