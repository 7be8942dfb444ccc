import { afterEach, describe, expect, it } from '@jest/globals';
import { isCosmosError } from '../src/errors/cosmos-error.ts';
import type { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import type { ExecuteOptions } from '../src/options/operation-options.ts';
import { type RegionsAccount, regionsAccount, regionsAsked } from './fakes/regions-account.ts';

const [east, west, north] = ['East US', 'West US', 'North Europe'] as const;

let shop: RegionsAccount;
afterEach(() => shop.close());

/** The regions an operation asks. */
async function asked(operation: CosmosOperation, options?: ExecuteOptions): Promise<(string | undefined)[]> {
  return regionsAsked(await shop.driver.executeOperation(operation, options));
}

/** What an operation fails with. */
async function failure(operation: CosmosOperation, options?: ExecuteOptions) {
  const error: unknown = await shop.driver.executeOperation(operation, options).catch((caught: unknown) => caught);
  if (!isCosmosError(error)) throw new Error('The operation has succeeded.');
  return { code: error.code, regions: regionsAsked(error), mayHaveBeenApplied: error.mayHaveBeenApplied };
}

describe('a region that is down', () => {
  it('is left alone until a probe reaches it', async () => {
    shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    await shop.account.control.failRegion(east, { kind: 'unreachable' });
    expect(await asked(shop.read)).toEqual([east, west]);
    expect(await asked(shop.read)).toEqual([west]);
    await shop.pass(60_000);
    expect(await asked(shop.read)).toEqual([west]);
    await shop.account.control.restoreRegion(east);
    await shop.pass(60_000);
    expect(await asked(shop.read)).toEqual([east]);
  });

  it('costs a write as many attempts as the budget allows, with growing waits, when it is the only one that writes', async () => {
    shop = await regionsAccount();
    await shop.account.control.failRegion(east, { kind: 'connection-reset' });
    const waitsBefore = shop.clock.delays.length;
    expect(await failure(shop.create)).toEqual({
      code: 'transport-failed',
      regions: [east, east, east, east],
      mayHaveBeenApplied: true,
    });
    expect(shop.clock.delays.slice(waitsBefore)).toEqual([100, 200, 400]);
    expect(await failure(shop.create, { retryAmbiguousWrites: 'never' })).toMatchObject({ regions: [east] });
  });

  it('is passed over by writes where several regions write', async () => {
    shop = await regionsAccount({ writeMode: 'multi' });
    await shop.account.control.failRegion(east, { kind: 'unreachable' });
    expect(await asked(shop.create)).toEqual([east, west]);
    expect(await asked(shop.upsert)).toEqual([west]);
  });
});

describe('a region that lags', () => {
  /** The session has seen order 1, West US has not, and the write region refuses some reads. */
  async function readPastWriteRegion(hitLimit: number) {
    shop = await regionsAccount();
    await shop.account.control.pauseReplication(west);
    // Without a second region beside it: what is looked at is where one attempt goes after the other.
    const driver = await shop.createDriver({
      preferredRegions: [west, north],
      operationOptions: { hedgingEnabled: false },
    });
    await driver.executeOperation(shop.create);
    const when = { region: east, operationType: 'readItem' } as const;
    await shop.account.control.injectFault({ when, result: { kind: 'status', status: 503 }, hitLimit });
    return driver.executeOperation(shop.read);
  }

  it('sends a read to the write region again after that was unwell, as no other may answer', async () => {
    const response = await readPastWriteRegion(2);
    expect(response.servingRegion).toBe(east);
    expect(response.diagnostics.requests.map(({ region, status }) => `${region} ${status}`)).toEqual([
      `${west} 404`,
      `${east} 503`,
      `${north} 403`,
      `${east} 503`,
      `${west} 403`,
      `${east} 200`,
    ]);
  });

  it('sends a read to the region that writes meanwhile', async () => {
    shop = await regionsAccount();
    await shop.account.control.pauseReplication(west);
    const driver = await shop.createDriver({
      preferredRegions: [west, north],
      operationOptions: { hedgingEnabled: false },
    });
    await driver.executeOperation(shop.create);
    await shop.account.control.setWriteRegion(north);
    const response = await driver.executeOperation(shop.read);
    expect([response.servingRegion, regionsAsked(response)]).toEqual([north, [west, east, north]]);
  });

  it('sends a read of one’s own write to the write region', async () => {
    shop = await regionsAccount();
    const driver = await shop.createDriver({ preferredRegions: [west] });
    await shop.account.control.pauseReplication();
    await driver.executeOperation(shop.create);
    expect(regionsAsked(await driver.executeOperation(shop.read))).toEqual([west, east]);
    await shop.account.control.resumeReplication();
    expect(regionsAsked(await driver.executeOperation(shop.read))).toEqual([west]);
  });

  it('sends it on to the next region where several write', async () => {
    shop = await regionsAccount({ writeMode: 'multi' });
    await shop.account.control.pauseReplication(west);
    await shop.driver.executeOperation(shop.create);
    expect(await asked(shop.read, { excludedRegions: [east] })).toEqual([west, north]);
  });

  it('is never taken for a missing item', async () => {
    shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    for (const region of [east, west, north]) await shop.account.control.forceSessionNotAvailable(region, { times: 9 });
    expect(await failure(shop.read)).toMatchObject({
      code: 'session-not-available',
      regions: [east, west, east, east],
    });
  });

  it('answers reads that ask for no session', async () => {
    shop = await regionsAccount();
    const driver = await shop.createDriver({ preferredRegions: [west] });
    await shop.account.control.pauseReplication();
    await driver.executeOperation(shop.create);
    const read = driver.executeOperation(shop.read, { readConsistencyStrategy: 'Eventual' });
    await expect(read).rejects.toMatchObject({ code: 'not-found' });
  });

  it('has seen what a failed write has seen', async () => {
    shop = await regionsAccount();
    const other = await shop.createDriver({ preferredRegions: [west] });
    await shop.account.control.pauseReplication();
    await shop.driver.executeOperation(shop.create);
    await expect(other.executeOperation(shop.create)).rejects.toMatchObject({ code: 'conflict' });
    expect(regionsAsked(await other.executeOperation(shop.read))).toEqual([west, east]);
  });
});

describe('GlobalStrong', () => {
  it('is refused before anything is sent, unless the account is strongly consistent', async () => {
    shop = await regionsAccount();
    const options = { readConsistencyStrategy: 'GlobalStrong' } as const;
    expect(await failure(shop.read, options)).toMatchObject({ code: 'bad-request', regions: [] });
    await shop.close();
    shop = await regionsAccount({ consistency: 'Strong' });
    await shop.driver.executeOperation(shop.create);
    expect(await asked(shop.read, options)).toEqual([east]);
  });
});

describe('a write region that moves', () => {
  it('is followed after 403/3, once the account was read again', async () => {
    shop = await regionsAccount();
    await shop.account.control.setWriteRegion(west);
    expect(await asked(shop.create)).toEqual([east, west]);
    expect(await asked(shop.upsert)).toEqual([west]);
  });

  it('is known without a failure, five minutes later', async () => {
    shop = await regionsAccount();
    await shop.account.control.setWriteRegion(west);
    await shop.pass(300_000);
    expect(await asked(shop.create)).toEqual([west]);
  });

  it('leaves the region it has left to reads', async () => {
    shop = await regionsAccount();
    await shop.account.control.setWriteRegion(west);
    await shop.driver.executeOperation(shop.create);
    expect(await asked(shop.read)).toEqual([east]);
  });
});

describe('a region that is removed', () => {
  it('is left at 403/1008 while the account still shows it', async () => {
    shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    const driver = await shop.createDriver({ preferredRegions: [north] });
    await shop.account.control.beginRegionRemoval(north);
    expect(regionsAsked(await driver.executeOperation(shop.read))).toEqual([north, east]);
  });

  it('is not asked any more once the account was read again', async () => {
    shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    const driver = await shop.createDriver({ preferredRegions: [north] });
    await shop.account.control.removeRegion(north);
    expect(regionsAsked(await driver.executeOperation(shop.read))).toEqual([north, east]);
    await shop.pass(0);
    expect(regionsAsked(await driver.executeOperation(shop.read))).toEqual([east]);
  });

  it('takes a region that was added in its place', async () => {
    shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    const driver = await shop.createDriver({ preferredRegions: ['Japan East', west] });
    await shop.account.control.addRegion('Japan East');
    await shop.pass(300_000);
    expect(regionsAsked(await driver.executeOperation(shop.read))).toEqual(['Japan East']);
  });
});

describe('a service that throttles', () => {
  it('is waited for in its region', async () => {
    shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    const headers = { 'x-ms-retry-after-ms': '250' };
    const result = { kind: 'status', status: 429, subStatus: 3200, headers } as const;
    await shop.account.control.injectFault({ when: { operationType: 'readItem' }, result, hitLimit: 3 });
    const before = shop.clock.nowMs();
    expect(await asked(shop.read)).toEqual([east, east, east, east]);
    expect(shop.clock.nowMs() - before).toBe(750);
  });

  it('is asked once when nothing is to be repeated', async () => {
    shop = await regionsAccount();
    await shop.account.control.failRegion(east, { kind: 'status', status: 429, subStatus: 3200 });
    const throttlingRetry = { maxRetryCount: 0 };
    expect(await failure(shop.read, { throttlingRetry })).toMatchObject({ code: 'throttled', regions: [east] });
  });

  it('is left for another region when its server is short of resources', async () => {
    shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    await shop.account.control.failRegion(east, { kind: 'status', status: 429, subStatus: 3092 });
    expect(await asked(shop.read)).toEqual([east, west]);
  });
});

describe('a partition that a region fails', () => {
  const failItems = () =>
    shop.account.control.injectFault({
      when: { region: east, operationType: 'readItem' },
      result: { kind: 'status', status: 503 },
    });

  it('is read elsewhere after ten failures, and comes back after the region has recovered', async () => {
    shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    const fault = await failItems();
    const read = () => asked(shop.read, { hedgingEnabled: false });
    for (let reads = 0; reads < 10; reads++) {
      expect(await read()).toEqual([east, west]);
      await shop.pass(0);
    }
    expect(await read()).toEqual([west]);
    await shop.pass(300_000);
    expect(await read()).toEqual([east, west]);
    await shop.pass(0);
    expect(await read()).toEqual([west]);
    await fault.remove();
    await shop.pass(300_000);
    expect(await read()).toEqual([east]);
    expect(await read()).toEqual([east]);
  });

  it('takes no other partition with it', async () => {
    shop = await regionsAccount();
    await failItems();
    for (let read = 0; read < 10; read++) await shop.driver.executeOperation(shop.read).catch(() => undefined);
    await shop.pass(0);
    expect((await failure(shop.read)).regions).toEqual([west]);
    const elsewhere = await Promise.all(shop.readsElsewhere.map((read) => failure(read)));
    expect(elsewhere.map(({ regions }) => regions)).toContainEqual([east, west]);
    expect(elsewhere.map(({ regions }) => regions)).toContainEqual([west]);
  });
});

describe('a deadline', () => {
  it('ends an operation that still has somewhere to go, within its time', async () => {
    shop = await regionsAccount();
    await shop.account.control.failRegion(east, { kind: 'connection-reset' });
    const before = shop.clock.nowMs();
    const failed = await failure(shop.create, { endToEndTimeoutMs: 250 });
    expect([failed.code, failed.regions]).toEqual(['deadline-exceeded', [east, east]]);
    expect(shop.clock.nowMs() - before).toBeLessThanOrEqual(250);
  });

  it('leaves a throttled operation a last attempt', async () => {
    shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    const result = { kind: 'status', status: 429, headers: { 'x-ms-retry-after-ms': '60000' } } as const;
    await shop.account.control.injectFault({ when: { operationType: 'readItem' }, result, hitLimit: 1 });
    expect(await asked(shop.read, { endToEndTimeoutMs: 1_000, hedgingEnabled: false })).toEqual([east, east]);
  });
});

describe('a partition that splits', () => {
  it('is read and written when the split is over, in the same region', async () => {
    shop = await regionsAccount({ partitionsPerContainer: 1 });
    await shop.driver.executeOperation(shop.create);
    await shop.account.control.splitPartition({
      database: 'shop',
      container: 'orders',
      partitionKeyRangeId: '0',
      lockMs: 500,
    });
    const regions = await asked(shop.read);
    expect(new Set(regions)).toEqual(new Set([east]));
    expect(regions.length).toBeGreaterThan(2);
    expect(await asked(shop.upsert)).toEqual([east]);
  });
});
