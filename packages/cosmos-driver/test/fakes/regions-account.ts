import { createEmulator, type EmulatedAccount, type EmulatorOptions } from '@perdura/cosmos-emulator';
import type { CosmosDriver } from '../../src/driver.ts';
import { importKeyNode } from '../../src/effects/sign-node.ts';
import type { Transport } from '../../src/effects/transport.ts';
import type { ContainerReference } from '../../src/operation/container-reference.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../../src/operation/database-reference.ts';
import { ItemReference } from '../../src/operation/item-reference.ts';
import type { DriverOptions } from '../../src/options/driver-options.ts';
import { undiciTransportFields } from '../../src/options/undici-transport-options.ts';
import type { CosmosResponse } from '../../src/response/cosmos-response.ts';
import { openRuntime } from '../../src/runtime.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** An emulated account of several regions whose time is the driver's, with a container of orders. */
export interface RegionsAccount {
  readonly account: EmulatedAccount;
  readonly clock: FakeClock;
  /** A driver that prefers `East US`, `West US`, `North Europe`. */
  readonly driver: CosmosDriver;
  readonly orders: ContainerReference;
  /** Reads order `1`, or another, of customer ada. */
  readonly read: CosmosOperation;
  readonly create: CosmosOperation;
  readonly upsert: CosmosOperation;
  /** Every item operation on an order, in an order in which they succeed. */
  readonly itemOperations: readonly CosmosOperation[];
  /** Reads of orders that do not exist, in all partitions. */
  readonly readsElsewhere: readonly CosmosOperation[];
  createDriver(options?: Partial<DriverOptions>): Promise<CosmosDriver>;
  /** Lets time pass, and whatever is ready go on. */
  pass(byMs: number): Promise<void>;
  close(): Promise<void>;
}

/** How requests reach the emulator, if not directly. */
export type WrapTransport = (transport: Transport) => Transport;

const regions = ['East US', 'West US', 'North Europe'];

export async function regionsAccount(
  options: EmulatorOptions = {},
  wrap: WrapTransport = (transport) => transport,
): Promise<RegionsAccount> {
  const clock = fakeClock();
  const account = createEmulator({ regions, seed: 1, clock, ...options });
  let ids = 0;
  const runtime = openRuntime({
    createTransport: () => wrap(account.transport()),
    transportFields: undiciTransportFields,
    importKey: importKeyNode,
    clock,
    random: () => 0.5,
    newId: () => `id-${++ids}`,
    environment: {},
    unusedVariables: {},
    userAgentSystem: 'perdura-cosmos-driver/0 test',
    warn: () => undefined,
  });
  const createDriver = (driverOptions?: Partial<DriverOptions>): Promise<CosmosDriver> =>
    runtime.createDriver({
      endpoint: account.endpoint,
      credential: { key: account.key },
      preferredRegions: regions,
      ...driverOptions,
    });
  const driver = await createDriver();
  const shop = DatabaseReference.from('shop');
  await driver.executeOperation(CosmosOperation.createDatabase(shop).withBody(json({ id: 'shop' })));
  const partitionKey = { paths: ['/customer'], kind: 'Hash', version: 2 };
  await driver.executeOperation(
    CosmosOperation.createContainer(shop, 'orders').withBody(json({ id: 'orders', partitionKey })),
  );
  const orders = await driver.resolveContainer(shop, 'orders');
  const order = ItemReference.from(orders, 'ada', '1');
  const body = json({ id: '1', customer: 'ada' });
  const [create, upsert, read] = [
    CosmosOperation.createItem(order).withBody(body),
    CosmosOperation.upsertItem(order).withBody(body),
    CosmosOperation.readItem(order),
  ];
  return {
    account,
    clock,
    driver,
    orders,
    read,
    create,
    upsert,
    itemOperations: [
      create,
      read,
      CosmosOperation.replaceItem(order).withBody(body),
      upsert,
      CosmosOperation.deleteItem(order),
    ],
    readsElsewhere: Array.from({ length: 8 }, (_, number) =>
      CosmosOperation.readItem(ItemReference.from(orders, `customer-${number}`, '1')),
    ),
    createDriver,
    async pass(byMs) {
      clock.advance(byMs);
      for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
    async close() {
      await runtime.close();
      await account.close();
    },
  };
}

/** The regions an operation asked, in order. */
export function regionsAsked({ diagnostics }: Pick<CosmosResponse, 'diagnostics'>): (string | undefined)[] {
  return diagnostics.requests.map(({ region }) => region);
}
