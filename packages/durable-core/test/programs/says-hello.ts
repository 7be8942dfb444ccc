/* Run by a test as a process of its own: what an orchestrator may do although it is no call of its context. */
import { orchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';

const code = orchestration('o', async () => {
  console.log('hello');
  console.error('as well');
  await null;
  await new Promise<void>((resolve) => process.nextTick(resolve));
  await new Promise<void>((resolve) => queueMicrotask(resolve));
  return 'done';
});
const { outcome } = await openExecution(code, { instanceId: 'i' }).advance(history().events);
console.log(JSON.stringify(outcome));
