/**
 * One instance of a change feed processor, in a process of its own. Notes every page in a file when it has handled it: what is in
 * there stays when the process is killed. Stops when it is told to, and ends.
 */
import { appendFileSync } from 'node:fs';
import { hrtime } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { CosmosClient } from '@perdura/cosmos-sdk';
import type { InstanceOrders, NotedPage, Numbered } from '../soak/instance-orders.ts';

const { endpoint, key, instanceName, notesPath, workMs, ...intervals }: InstanceOrders = JSON.parse(
  process.argv[2] ?? '',
);
const client = await CosmosClient.create({ endpoint, key, preferredRegions: ['East US'] });
const database = client.database('soak');
const changes = await database.container<Numbered>('changes');
const processor = changes.changeFeedProcessor({
  leaseContainer: await database.container('leases'),
  processorName: 'soak',
  instanceName,
  startFrom: 'beginning',
  ...intervals,
  async handler(items) {
    await wait(workMs);
    const page: NotedPage = {
      atNs: String(hrtime.bigint()),
      changes: items.map(({ customer, sequence }) => [customer, sequence]),
    };
    appendFileSync(notesPath, `${JSON.stringify(page)}\n`);
    process.send?.({ handled: items.length });
  },
});
await processor.start();
process.send?.({ started: true });
process.once('message', async () => {
  await processor.stop();
  await client.close();
  process.disconnect();
});
