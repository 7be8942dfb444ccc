// Started by point-reads.ts: reads by `driver.executeOperation`.

import { accountKey, measuredItem, serveOrders } from '@perdura/bench';
import { CosmosOperation, createCosmosRuntime, ItemReference } from '../src/index.node.ts';

const driver = await createCosmosRuntime().createDriver({
  endpoint: process.argv[2] ?? '',
  credential: { key: accountKey },
});
const { database, container, partitionKey, id } = measuredItem;
const orders = await driver.resolveContainer(database, container);

serveOrders(() => driver.executeOperation(CosmosOperation.readItem(ItemReference.from(orders, partitionKey, id))));
