// Started by point-reads.ts: reads by `item().read()` of @azure/cosmos, as it is by default but for refreshes in the background.
import { CosmosClient } from '@azure/cosmos';
import { accountKey, measuredItem, serveOrders } from '@perdura/bench';

const client = new CosmosClient({
  endpoint: process.argv[2] ?? '',
  key: accountKey,
  connectionPolicy: { enableBackgroundEndpointRefreshing: false },
});
const { database, container, partitionKey, id } = measuredItem;
const orders = client.database(database).container(container);

serveOrders(async () => {
  const { resource } = await orders.item(id, partitionKey).read<{ readonly id: string }>();
  if (resource?.id !== id) throw new Error('Another item was read.');
});
