// Started by bulk.ts: writes through the entry for programs that move from @azure/cosmos.
import type { CosmosClient as TheirClient } from '@azure/cosmos';
import { CosmosClient } from '../src/azure-cosmos/index.ts';
import { serveUpserts } from './upsert-by-items.ts';

const [, , endpoint = '', key = ''] = process.argv;
serveUpserts(new CosmosClient({ endpoint, key }) as unknown as TheirClient);
