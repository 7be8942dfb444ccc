/*
 * Run by a test as a process of its own: an app as the worker of Azure Functions loads it, without a build and without jest.
 * Instances of ours and of durable-functions run at the same time, with activities that do real work.
 */
import Module from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { activity, orchestration } from '@perdura/durable-core';
import { registerWithAzureFunctions } from '@perdura/durable-core/azure-functions';
import type { OrchestrationHandler } from 'durable-functions';
import { runInFunctionsHost } from '../fakes/functions-host.ts';
import { FunctionsWorker } from '../fakes/functions-worker.ts';

const worker = new FunctionsWorker();
const { prototype } = Module as unknown as { prototype: { require: (id: string) => unknown } };
const { require } = prototype;
prototype.require = function (id) {
  return id === '@azure/functions-core' ? worker.core : Reflect.apply(require, this, [id]);
};

const { app, input, trigger } = await import('@azure/functions');
const { app: peerApp } = await import('durable-functions');

const twice = activity('Twice', async (value: number, { log }) => {
  log.info('at work');
  await sleep(value % 3);
  return 2 * value;
});
const ours = orchestration<number>('Ours', async (ctx) => {
  ctx.log.info('begun');
  const flows = [1, 2, 3].map(async (add) => {
    const first = await ctx.callActivity(twice, ctx.input + add);
    return await ctx.callActivity(twice, first);
  });
  const sum = (await Promise.all(flows)).reduce((total, value) => total + value, 0);
  return [sum, Date.now() === ctx.currentTime.getTime()];
});
const guarded = orchestration('Guarded', async (ctx) => {
  await sleep(1);
  await ctx.callActivity(twice, 1);
});
const theirs: OrchestrationHandler = function* ({ df }) {
  let sum = 0;
  for (const add of [1, 2, 3]) {
    const first: number = yield df.callActivity('Twice', Number(df.getInput()) + add);
    sum += yield df.callActivity('Twice', first);
  }
  // the clock of the process is the orchestrator's only in code of ours
  return [sum, Date.now() === df.currentUtcDateTime.getTime()];
};

registerWithAzureFunctions({ app, trigger, input }, [twice, ours, guarded]);
peerApp.orchestration('Theirs', theirs);

const inputs = Array.from({ length: 20 }, (_, index) => index);
const runAll = (name: string) => Promise.all(inputs.map((value) => runInFunctionsHost(worker, name, { input: value })));
const [mine, peers, refused] = await Promise.all([
  runAll('Ours'),
  runAll('Theirs'),
  runInFunctionsHost(worker, 'Guarded'),
]);
console.log(JSON.stringify({ mine: mine.map(told), peers: peers.map(told), refused: refused.value }));

function told({ status, value }: { status: string; value: unknown }): unknown {
  return status === 'Completed' ? value : { status, value };
}
