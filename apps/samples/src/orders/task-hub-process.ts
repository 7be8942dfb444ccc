// The process that runs the orders: a task hub on a database file, the workflow, and a client of the shop's database.
// Started by start-task-hub.ts, which tells it where things are; it may be killed at any moment and started again.
import { CosmosClient } from '@perdura/cosmos-sdk';
import { DurableHost } from '@perdura/durable-host';
import { createOrderFunctions } from './order-functions.ts';
import { openShopDatabase } from './shop-database.ts';
import { readTaskHubSettings } from './task-hub-settings.ts';

const { databaseFile, cosmosEndpoint, cosmosKey, preferredRegions } = readTaskHubSettings(process.env);

const client = await CosmosClient.create({ endpoint: cosmosEndpoint, key: cosmosKey, preferredRegions });
const database = await openShopDatabase(client);
const host = await DurableHost.open({ database: databaseFile, functions: createOrderFunctions(database) });
const { baseUrl } = await host.listen({ port: 0 });
console.log(`task hub at ${baseUrl}`);
