import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import { CosmosClient } from '@perdura/cosmos-sdk';
import type { Shop } from './shop.ts';
import { createShopDatabase, openShopDatabase, type ShopDatabase } from './shop-database.ts';

/** The shop's Cosmos DB account, served over HTTP by this process, and its containers. */
export interface OpenShop {
  /** For making regions fail. */
  readonly account: EmulatedAccount;
  /** Account URL, for other processes. */
  readonly endpoint: string;
  /** One URL per region, by the region's name. */
  readonly regions: Readonly<Record<string, string>>;
  readonly database: ShopDatabase;
  /** Ends the client, the server and the account. */
  close(): Promise<void>;
}

/** Where the shop's account is kept, and who answers from the start. */
export interface OpenShopOptions {
  /** Regions of the account, the write region first. */
  readonly regions: readonly string[];
  /** Id of the supplier that does not answer yet. */
  readonly silentSupplier: string;
}

/** Starts the account, one loopback port per region, and fills in products and suppliers. */
export async function openShop(shop: Shop, { regions, silentSupplier }: OpenShopOptions): Promise<OpenShop> {
  const account = createEmulator({ regions });
  const server = await account.listen();
  const client = await CosmosClient.create({ endpoint: server.endpoint, key: account.key });
  await createShopDatabase(client);
  const database = await openShopDatabase(client);
  await Promise.all(shop.products.map((product) => database.products.createItem(product)));
  const suppliers = [...new Set(shop.products.map(({ supplier }) => supplier))];
  await Promise.all(suppliers.map((id) => database.suppliers.createItem({ id, isAnswering: id !== silentSupplier })));
  return {
    account,
    endpoint: server.endpoint,
    regions: server.regions,
    database,
    close: async () => {
      await client.close();
      await server.close();
      await account.close();
    },
  };
}
