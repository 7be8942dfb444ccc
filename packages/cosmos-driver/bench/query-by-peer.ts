// Started by order-by.ts: reads a query by @azure/cosmos, all partitions side by side. Pass the server's URL, the query's shape and the number of rows.
import { CosmosClient } from '@azure/cosmos';
import { accountKey, measuredItem } from '@perdura/bench';
import { layout, type QueryShape, shapes } from './ordered-pages.ts';
import { serveQueries } from './query-process.ts';

const [endpoint = '', shape = 'order-by'] = process.argv.slice(2);
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
  for await (const { resources } of orders.items.query(shapes[shape as QueryShape].text, options).getAsyncIterator()) {
    yield resources ?? [];
  }
});
