// A hub in a process of its own that runs instances and reports its heap: argv names the database file.
import { orchestration } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';
import { functions } from './functions.ts';
import type { HeapReport } from './grow-memory.ts';

const waiter = orchestration('waiter', (ctx) => ctx.waitForEvent('go'));
const host = await DurableHost.open({
  ...{ database: process.argv[2] ?? '', durability: 'normal' },
  functions: [...functions, waiter],
});
const api = 'http://hub.invalid/runtime/webhooks/durabletask/orchestrators';
let started = 0;

async function report(what: string, name: string, instances: number): Promise<void> {
  const lane = async (): Promise<void> => {
    while (started < instances) {
      started += 1;
      const response = await host.fetch(new Request(`${api}/${name}`, { method: 'POST' }));
      await response.text();
      if (started % 500 === 0) await host.whenIdle();
    }
  };
  await Promise.all(Array.from({ length: 50 }, lane));
  await host.whenIdle();
  globalThis.gc?.();
  const heap: HeapReport = { what, instances, megabytes: process.memoryUsage().heapUsed / 1e6 };
  process.send?.(heap);
}

await report('sequences, finished', 'sequence', 1_000);
await report('sequences, finished', 'sequence', 10_000);
await report('sequences, finished', 'sequence', 50_000);
started = 0;
await report('instances that wait for an event', 'waiter', 1_000);
await report('instances that wait for an event', 'waiter', 50_000);
