// Started by point-reads.ts: reads by `container.readItem`.
import { accountKey, measuredItem, serveOrders } from '@perdura/bench';
import { CosmosClient } from '../src/index.ts';

const client = await CosmosClient.create({ endpoint: process.argv[2] ?? '', key: accountKey });
const { database, container, partitionKey, id } = measuredItem;
const orders = await client.database(database).container(container);

serveOrders(async () => {
  const { resource } = await orders.readItem(partitionKey, id);
  if (resource.id !== id) throw new Error('Another item was read.');
});
