// Started by bulk.ts: writes by @azure/cosmos.
import { CosmosClient } from '@azure/cosmos';
import { serveUpserts } from './upsert-by-items.ts';

const [, , endpoint = '', key = ''] = process.argv;
serveUpserts(new CosmosClient({ endpoint, key, connectionPolicy: { enableBackgroundEndpointRefreshing: false } }));
