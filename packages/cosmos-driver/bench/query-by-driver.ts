// Started by order-by.ts: reads a query by `driver.pages`. Pass the server's URL and the scene.

import { accountKey, measuredItem } from '@perdura/bench';
import { CosmosOperation, createCosmosRuntime } from '../src/index.node.ts';
import { layout, readScene, shapes } from './ordered-pages.ts';
import { serveQueries } from './query-process.ts';

const [endpoint = '', ...parameters] = process.argv.slice(2);
const { text } = shapes[readScene(parameters).shape];
const driver = await createCosmosRuntime().createDriver({ endpoint, credential: { key: accountKey } });
const orders = await driver.resolveContainer(measuredItem.database, measuredItem.container);
const query = CosmosOperation.queryItems(orders, text).withMaxItemCount(layout.rowsPerPage);

serveQueries(async function* read() {
  for await (const { body } of driver.pages(query)) if (body.kind === 'items') yield body.items;
});
