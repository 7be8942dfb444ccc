import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EmulatedAccount } from '@perdura/cosmos-emulator';
import type { CosmosDriver } from '../src/driver.ts';
import type { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import type { ItemReference } from '../src/operation/item-reference.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import { readJsonBody } from '../src/response/read-json-body.ts';
import type { CosmosRuntime } from '../src/runtime.ts';
import { readThroughputState } from '../src/throughput/read-throughput-state.ts';
import { type OrdersAccount, openOrders, partitionKey, shop } from './fakes/orders-account.ts';

const manual = (requestUnitsPerSecond: number) => ({ kind: 'manual', requestUnitsPerSecond }) as const;
const autoscale = (maxRequestUnitsPerSecond: number) => ({ kind: 'autoscale', maxRequestUnitsPerSecond }) as const;

let close: OrdersAccount['close'];
let account: EmulatedAccount;
let runtime: CosmosRuntime;
let driver: CosmosDriver;
let orders: ContainerReference;
let ada: ItemReference;

beforeEach(async () => {
  ({ account, runtime, driver, orders, ada, close } = await openOrders({ throughput: manual(500) }));
});
afterEach(() => close());

describe('throughputs on the emulator', () => {
  const state = async (of: ContainerReference | DatabaseReference) =>
    readThroughputState(await driver.executeOperation(CosmosOperation.readThroughput(of)));

  it('are read and replaced, also by one of the other kind', async () => {
    expect((await state(orders)).throughput).toEqual(manual(500));
    const larger = await driver.executeOperation(CosmosOperation.replaceThroughput(orders, manual(600)));
    expect(readThroughputState(larger)).toMatchObject({ throughput: manual(600), isReplacePending: false });
    await driver.executeOperation(CosmosOperation.replaceThroughput(orders, autoscale(8000)));
    expect((await state(orders)).throughput).toEqual(autoscale(8000));
    await driver.executeOperation(CosmosOperation.replaceThroughput(orders, manual(1200)));
    expect((await state(orders)).throughput).toEqual(manual(1200));
  });

  it('are not found where there are none', async () => {
    await expect(state(shop)).rejects.toMatchObject({ code: 'not-found', status: { subStatus: 20301 } });
  });

  it('belong to a database that was created with one', async () => {
    const other = DatabaseReference.from('other');
    const create = CosmosOperation.createDatabase(other, { throughput: autoscale(4000) });
    await driver.executeOperation(create.withBody(encodeJson({ id: 'other' })));
    expect((await state(other)).throughput).toEqual(autoscale(4000));
  });
});

describe('containers on the emulator', () => {
  it('are replaced', async () => {
    const properties = encodeJson({ id: 'orders', partitionKey, defaultTtl: 60 });
    const response = await driver.executeOperation(
      CosmosOperation.replaceContainer(shop, 'orders').withBody(properties),
    );
    expect(readJsonBody(response)).toMatchObject({ id: 'orders', defaultTtl: 60 });
    expect(await driver.resolveContainer(shop, 'orders')).toBe(orders);
  });

  it('that were made anew with another partition key are told from the old ones', async () => {
    const other = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
    await other.executeOperation(CosmosOperation.deleteContainer(shop, 'orders'));
    const again = { id: 'orders', partitionKey: { ...partitionKey, paths: ['/tenant'] } };
    await other.executeOperation(CosmosOperation.createContainer(shop, 'orders').withBody(encodeJson(again)));
    const write = CosmosOperation.createItem(ada).withBody(encodeJson({ id: '1', customer: 'ada' }));
    await expect(driver.executeOperation(write)).rejects.toMatchObject({
      code: 'gone',
      message: expect.stringContaining('partitioned by /tenant, not by /customer'),
    });
    expect((await driver.resolveContainer(shop, 'orders')).partitionKey.paths).toEqual(['/tenant']);
  });
});
