import { createCosmosRuntime, type Transport } from '@perdura/cosmos-driver';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import type { RoutingOptions } from '../../src/client/client-options.ts';
import { CosmosClient } from '../../src/client/cosmos-client.ts';
import type { ContainerClient } from '../../src/container/container-client.ts';

/** What the tests keep in their container. */
interface Order {
  id: string;
  customer: string;
  total: number;
}

/** An emulated account with two regions, a client for it, and a container `orders` partitioned by `/customer`. */
export interface OpenAccount {
  readonly account: EmulatedAccount;
  readonly client: CosmosClient;
  readonly orders: ContainerClient<Order>;
  close(): Promise<void>;
}

/** How a client reaches the emulator. */
export type Route = 'in process' | 'over HTTP';

export const routes: readonly Route[] = ['in process', 'over HTTP'];

export async function openAccount(route: Route, options: Partial<RoutingOptions> = {}): Promise<OpenAccount> {
  const account = createEmulator({ regions: ['East US', 'West US'] });
  const { endpoint, transport } = await reach(account, route);
  const runtime = createCosmosRuntime(transport === undefined ? {} : { transport });
  const client = await CosmosClient.create({
    runtime,
    endpoint,
    key: account.key,
    preferredRegions: ['East US', 'West US'],
    ...options,
  });
  const { database } = await client.createDatabase('shop');
  const { container } = await database.createContainer<Order>({ id: 'orders', partitionKey: '/customer' });
  return {
    account,
    client,
    orders: container,
    async close() {
      await client.close();
      await runtime.close();
      await account.close();
    },
  };
}

async function reach(account: EmulatedAccount, route: Route): Promise<{ endpoint: string; transport?: Transport }> {
  if (route === 'in process') return { endpoint: account.endpoint, transport: account.transport() };
  return { endpoint: (await account.listen()).endpoint };
}
