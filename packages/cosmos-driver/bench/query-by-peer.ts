// Started by order-by.ts: reads a query by @azure/cosmos, all partitions side by side. Pass the server's URL and the scene.
import { CosmosClient } from '@azure/cosmos';
import { accountKey, measuredItem } from '@perdura/bench';
import { layout, readScene, shapes } from './ordered-pages.ts';
import { serveQueries } from './query-process.ts';

const [endpoint = '', ...parameters] = process.argv.slice(2);
const { text } = shapes[readScene(parameters).shape];
const client = new CosmosClient({ endpoint, key: accountKey });
const orders = client.database(measuredItem.database).container(measuredItem.container);
// The plan at once: it would ask for it anyway, after a refusal. Reading ahead is its fastest way.
const options = {
  maxItemCount: layout.rowsPerPage,
  maxDegreeOfParallelism: -1,
  bufferItems: true,
  forceQueryPlan: true,
};

serveQueries(async function* read() {
  for await (const { resources } of orders.items.query(text, options).getAsyncIterator()) {
    yield resources ?? [];
  }
});
