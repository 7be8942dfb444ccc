import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import { createCosmosRuntime } from '../../src/create-runtime-node.ts';
import type { CosmosDriver } from '../../src/driver.ts';
import type { ContainerReference } from '../../src/operation/container-reference.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../../src/operation/database-reference.ts';
import { ItemReference } from '../../src/operation/item-reference.ts';
import { encodeJson } from '../../src/request/encode-json.ts';
import type { CosmosRuntime } from '../../src/runtime.ts';

export const shop: DatabaseReference = DatabaseReference.from('shop');
export const partitionKey = { paths: ['/customer'], kind: 'Hash', version: 2 } as const;

/** An account of two regions in process, a driver on it, and the empty container `orders`. */
export interface OrdersAccount {
  readonly account: EmulatedAccount;
  readonly runtime: CosmosRuntime;
  readonly driver: CosmosDriver;
  readonly orders: ContainerReference;
  /** The item `1` of the customer `ada`, which nobody has made. */
  readonly ada: ItemReference;
  close(): Promise<void>;
}

/** @param options  Those of the container, such as its throughput. */
export async function openOrders(
  options: Parameters<typeof CosmosOperation.createContainer>[2] = {},
): Promise<OrdersAccount> {
  const account = createEmulator({ regions: ['East US', 'West US'] });
  const runtime = createCosmosRuntime({ transport: account.transport() });
  const driver = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
  await driver.executeOperation(CosmosOperation.createDatabase(shop).withBody(encodeJson({ id: 'shop' })));
  const create = CosmosOperation.createContainer(shop, 'orders', options);
  await driver.executeOperation(create.withBody(encodeJson({ id: 'orders', partitionKey })));
  const orders = await driver.resolveContainer(shop, 'orders');
  const ada = ItemReference.from(orders, 'ada', '1');
  return {
    account,
    runtime,
    driver,
    orders,
    ada,
    async close() {
      await runtime.close();
      await account.close();
    },
  };
}
