// The task hub inside the process that asks, without a port: what a library such as DBOS is.
import { join } from 'node:path';
import { DurableHost } from '@perdura/durable-host';
import { functions } from '../functions.ts';
import type { Contender } from '../load.ts';

const waiting = 'timeout=60&pollingInterval=1';

export async function open(folder: string): Promise<Contender> {
  const host = await DurableHost.open({ database: join(folder, 'hub.db'), functions });
  return {
    run: async (workload) => {
      const url = `http://hub.invalid/runtime/webhooks/durabletask/orchestrators/${workload}?${waiting}`;
      return (await (await host.fetch(new Request(url, { method: 'POST' }))).json()) as number;
    },
    close: () => host.close(),
  };
}
