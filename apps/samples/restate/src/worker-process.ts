// The process that runs the orders on Restate: an endpoint the server calls. It may be killed at any moment and started again.
import { CosmosClient } from '@perdura/cosmos-sdk';
import { serve } from '@restatedev/restate-sdk';
import { createOrderFunctions } from '../../src/orders/order-functions.ts';
import { openShopDatabase } from '../../src/orders/shop-database.ts';
import { restateServices } from './restate-services.ts';
import { smallFunctions } from './small-functions.ts';
import { readWorkerSettings } from './worker-settings.ts';

const { cosmosEndpoint, cosmosKey, preferredRegions, port: wantedPort } = readWorkerSettings(process.env);
const client = await CosmosClient.create({ endpoint: cosmosEndpoint, key: cosmosKey, preferredRegions });
const functions = [...createOrderFunctions(await openShopDatabase(client)), ...smallFunctions];
const port = await serve({ services: [...restateServices(functions)], port: wantedPort });
console.log(`worker on port ${port}`);
