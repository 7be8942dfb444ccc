import { describe, expect, it } from '@jest/globals';
import type { CosmosDriver } from '../src/driver.ts';
import {
  accountDocument,
  createOrder,
  east,
  type FakeAccount,
  fakeAccount,
  readOrder,
  west,
} from './fakes/fake-account.ts';
import type { Step } from './fakes/scripted-transport.ts';

const item = { status: 200, body: { id: '1' } };
const created = { status: 201, headers: { 'x-ms-documentdb-partitionkeyrangeid': '0' } };
const unwell = { status: 503 };
const [eastUs, westUs] = [
  { name: 'East US', databaseAccountEndpoint: `${east}:443/` },
  { name: 'West US', databaseAccountEndpoint: `${west}:443/` },
];
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** Lets one region fail, or answer, every read and write. */
async function regionsOf(driver: CosmosDriver, times: number, operation = readOrder): Promise<(string | undefined)[]> {
  const served: (string | undefined)[] = [];
  for (let index = 0; index < times; index++) {
    served.push((await driver.executeOperation(operation)).servingRegion);
    await settled();
  }
  return served;
}

const steps = (count: number, ...cycle: readonly Step[]): Step[] => Array.from({ length: count }, () => cycle).flat();

describe('the circuit breaker of a partition', () => {
  async function tripped(account: FakeAccount = fakeAccount()) {
    const driver = await account.createDriver();
    account.transport.next(...steps(10, unwell, item));
    expect(await regionsOf(driver, 10)).toEqual(steps(10, item).map(() => 'West US'));
    return { ...account, driver };
  }

  it('opens after ten reads that failed, without asking that region again', async () => {
    const { driver, transport } = await tripped();
    const before = transport.requests.length;
    transport.next(...steps(3, item));
    expect(await regionsOf(driver, 3)).toEqual(['West US', 'West US', 'West US']);
    expect(transport.requests.length - before).toBe(3);
  });

  it('reads which partitions there are once, and only after something failed', async () => {
    const account = fakeAccount();
    const driver = await account.createDriver();
    account.transport.next(item);
    await regionsOf(driver, 1);
    expect(account.transport.rangeReads).toHaveLength(0);
    const { transport } = await tripped();
    expect(transport.rangeReads.filter(({ headers }) => headers['if-none-match'] === undefined)).toHaveLength(1);
  });

  it('stays closed while reads succeed in between', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(...steps(9, unwell, item), item, ...steps(9, unwell, item), item);
    const served = await regionsOf(driver, 20);
    expect([served[9], served[19]]).toEqual(['East US', 'East US']);
  });

  it('lets one read try the way back after the sweep, and all when it succeeds', async () => {
    const { driver, transport, clock } = await tripped();
    clock.advance(300_000);
    await settled();
    transport.next(...steps(2, item));
    expect(await regionsOf(driver, 2)).toEqual(['East US', 'East US']);
  });

  it('stays away when the read that tries the way back fails', async () => {
    const { driver, transport, clock } = await tripped();
    clock.advance(300_000);
    await settled();
    transport.next(unwell, item, item);
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(diagnostics.requests.map(({ executionContext }) => executionContext)).toEqual([
      'circuit-breaker-probe',
      'region-failover',
    ]);
    expect(await regionsOf(driver, 1)).toEqual(['West US']);
    expect(transport.requests.slice(-3).map(({ url }) => new URL(url).origin)).toEqual([east, west, west]);
  });

  it('sends one of many reads to try the way back', async () => {
    const { driver, transport, clock } = await tripped();
    clock.advance(300_000);
    await settled();
    transport.next(...steps(5, item));
    const reads = await Promise.all(Array.from({ length: 5 }, () => driver.executeOperation(readOrder)));
    expect(reads.map(({ servingRegion }) => servingRegion).sort()).toEqual([
      'East US',
      ...steps(4, item).map(() => 'West US'),
    ]);
  });

  it('can be switched off, and then the region is avoided as a whole', async () => {
    const account = fakeAccount({ environment: { AZURE_COSMOS_PPCB_ENABLED_OVERRIDE: 'false' } });
    const driver = await account.createDriver();
    account.transport.next(unwell, item, item);
    expect(await regionsOf(driver, 2)).toEqual(['West US', 'West US']);
    expect(account.transport.requests).toHaveLength(3);
  });

  it('opens for writes after five, where several regions accept them', async () => {
    const both = { writableLocations: [eastUs, westUs], enableMultipleWriteLocations: true };
    const { createDriver, transport } = fakeAccount({ document: both });
    const driver = await createDriver();
    transport.next(...steps(5, unwell, created), created);
    await regionsOf(driver, 5, createOrder);
    expect(await regionsOf(driver, 1, createOrder)).toEqual(['West US']);
    expect(transport.requests).toHaveLength(11);
  });

  it('obeys its thresholds', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver({ partitionFailover: { readFailureThreshold: 1 } });
    transport.next(unwell, item, item);
    expect(await regionsOf(driver, 2)).toEqual(['West US', 'West US']);
    expect(transport.requests).toHaveLength(3);
  });
});

describe('partitions that the service moves', () => {
  const moving = () => fakeAccount({ document: { enablePerPartitionFailoverBehavior: true } });
  const origins = ({ transport }: FakeAccount) => transport.requests.map(({ url }) => new URL(url).origin);

  it('are written where they were found, from then on', async () => {
    const account = moving();
    const driver = await account.createDriver();
    account.transport.next({ status: 403, headers: { 'x-ms-substatus': '3' } }, created, created);
    await driver.executeOperation(createOrder);
    await settled();
    await driver.executeOperation(createOrder);
    expect(origins(account)).toEqual([east, west, west]);
  });

  it('are not looked for elsewhere after a write that failed everywhere', async () => {
    const account = moving();
    const driver = await account.createDriver();
    account.transport.next(unwell, unwell, unwell, unwell, created);
    await expect(driver.executeOperation(createOrder)).rejects.toMatchObject({ code: 'server-error' });
    await settled();
    await driver.executeOperation(createOrder);
    expect(origins(account).at(-1)).toBe(east);
  });

  it('are found, too, when the answer is a conflict', async () => {
    const account = moving();
    const driver = await account.createDriver();
    account.transport.next(unwell, { ...created, status: 409 }, created);
    await expect(driver.executeOperation(createOrder)).rejects.toMatchObject({ code: 'conflict' });
    await settled();
    await driver.executeOperation(createOrder);
    expect(origins(account)).toEqual([east, west, west]);
  });

  it('go back to where everything is when the account no longer moves them', async () => {
    const account = moving();
    const driver = await account.createDriver();
    account.transport.next({ status: 403, headers: { 'x-ms-substatus': '3' } }, created, created);
    await driver.executeOperation(createOrder);
    account.transport.account({ status: 200, body: accountDocument() });
    account.clock.advance(300_000);
    await settled();
    await driver.executeOperation(createOrder);
    expect(origins(account)).toEqual([east, west, east]);
  });

  it('have a hub that is remembered', async () => {
    const northUs = {
      name: 'North Central US',
      databaseAccountEndpoint: 'https://shop-north.documents.azure.com:443/',
    };
    const document = { enablePerPartitionFailoverBehavior: true, readableLocations: [northUs, eastUs, westUs] };
    const { createDriver, transport } = fakeAccount({ document });
    const driver = await createDriver();
    const behind = { status: 404, headers: { 'x-ms-substatus': '1002' } };
    const notTheHub = { status: 403, headers: { 'x-ms-substatus': '3' } };
    const regionsAsked = async () => {
      const { diagnostics } = await driver.executeOperation(readOrder);
      await settled();
      return diagnostics.requests.map(({ region }) => region);
    };
    transport.next(behind, notTheHub, item);
    expect(await regionsAsked()).toEqual(['North Central US', 'East US', 'West US']);
    transport.next(behind, item);
    expect(await regionsAsked()).toEqual(['North Central US', 'West US']);
    expect(transport.requests.at(-1)?.headers).toMatchObject({ 'x-ms-cosmos-hub-region-processing-only': 'True' });
  });
});
