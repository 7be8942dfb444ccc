import { createEmulator, type EmulatedAccount, type EmulatorOptions } from '@perdura/cosmos-emulator';
import { createCosmosRuntime } from '../../src/create-runtime-node.ts';
import type { CosmosDriver } from '../../src/driver.ts';
import type { ContainerReference } from '../../src/operation/container-reference.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../../src/operation/database-reference.ts';
import { ItemReference } from '../../src/operation/item-reference.ts';
import type { ExecuteOptions } from '../../src/options/operation-options.ts';
import type { CosmosResponse } from '../../src/response/cosmos-response.ts';

export const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
export const shop: DatabaseReference = DatabaseReference.from('shop');

/** What tests put into containers. */
export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly total?: unknown;
  readonly city?: string;
  readonly tags?: readonly string[];
}

const totals: readonly unknown[] = [undefined, null, false, true, -3, 0, 1.5, 7, 7, 12, 'a', 'b', 'ä'];
export const orders: readonly Order[] = Array.from({ length: 90 }, (_, number) => ({
  id: String(number),
  customer: `customer-${number % 23}`,
  ...(totals[number % totals.length] === undefined ? {} : { total: totals[number % totals.length] }),
  city: ['Oslo', 'Rome', 'Kyiv'][number % 3] as string,
  tags: number % 4 === 0 ? ['new', 'red'] : ['old'],
}));

/** Queries that order by two properties need a composite index, which serves the opposite directions too. */
const indexingPolicy = {
  compositeIndexes: [
    [{ path: '/city' }, { path: '/total' }],
    [{ path: '/city' }, { path: '/total', order: 'descending' }],
  ],
};

/** An account in process with the container `orders`, and a driver on it. */
export interface FeedAccount {
  readonly account: EmulatedAccount;
  readonly driver: CosmosDriver;
  readonly container: ContainerReference;
  /** Creates an item. */
  put(order: Order): Promise<void>;
  /** All pages of a feed. */
  pages(operation: CosmosOperation, options?: ExecuteOptions): Promise<CosmosResponse[]>;
  /** All items of a feed. */
  all(operation: CosmosOperation, options?: ExecuteOptions): Promise<unknown[]>;
  close(): Promise<void>;
}

export async function feedAccount(
  options: EmulatorOptions = {},
  partitionKey: object = { paths: ['/customer'], kind: 'Hash', version: 2 },
): Promise<FeedAccount> {
  const account = createEmulator({ regions: ['East US', 'West US'], partitionsPerContainer: 4, seed: 1, ...options });
  const runtime = createCosmosRuntime({ transport: account.transport() });
  const driver = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
  await driver.executeOperation(CosmosOperation.createDatabase(shop).withBody(json({ id: 'shop' })));
  await driver.executeOperation(
    CosmosOperation.createContainer(shop, 'orders').withBody(json({ id: 'orders', partitionKey, indexingPolicy })),
  );
  const container = await driver.resolveContainer(shop, 'orders');
  const pages: FeedAccount['pages'] = async (operation, executeOptions) => {
    const read: CosmosResponse[] = [];
    for await (const page of driver.pages(operation, executeOptions)) read.push(page);
    return read;
  };
  return {
    account,
    driver,
    container,
    async put(order) {
      const key = container.partitionKey.paths.map(
        (path) => (order as unknown as Record<string, string>)[path.slice(1)],
      );
      const item = ItemReference.from(container, key, order.id);
      await driver.executeOperation(CosmosOperation.upsertItem(item).withBody(json(order)));
    },
    pages,
    all: async (operation, executeOptions) => (await pages(operation, executeOptions)).flatMap(itemsOf),
    async close() {
      await runtime.close();
      await account.close();
    },
  };
}

/** The items of a page. */
export function itemsOf({ body }: CosmosResponse): readonly unknown[] {
  return body.kind === 'items' ? body.items : [];
}
