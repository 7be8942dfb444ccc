import { afterEach, describe, expect, it } from '@jest/globals';
import { isCosmosError } from '../src/errors/cosmos-error.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { type RegionsAccount, regionsAccount } from './fakes/regions-account.ts';

let shop: RegionsAccount;
afterEach(() => shop.close());

const soon = { endToEndTimeoutMs: 500 };

/** What the operations that fail with their deadline have tried, request by request. */
async function tried(...working: Promise<unknown>[]): Promise<string[][]> {
  const ends = await Promise.all(working.map((each) => each.catch((error: unknown) => error)));
  return ends.map((error) => {
    if (!isCosmosError(error) || error.code !== 'deadline-exceeded') throw new Error(`It ended otherwise: ${error}`);
    return error.diagnostics.requests.map(
      ({ operationName, region, status, timedOut }) => `${operationName} ${region} ${timedOut ? 'late' : status}`,
    );
  });
}

describe('an operation whose deadline passes while it waits with others', () => {
  it('tells of the read of the partitions, whoever began it', async () => {
    shop = await regionsAccount();
    const when = { operationType: 'readPartitionKeyRanges' } as const;
    await shop.account.control.injectFault({
      when,
      result: { kind: 'status', status: 503 },
      hitLimit: 1,
    });
    await shop.account.control.injectFault({ when, result: { kind: 'timeout' } });
    const query = CosmosOperation.readFeed(shop.orders);
    const keys = ['1', '2'].map((id) => ({ id, partitionKey: 'ada' }));
    const name = 'read_partition_key_ranges';
    const attempts = await tried(
      shop.driver.executeOperation(query, soon),
      shop.driver.executeOperation(query, soon),
      shop.driver.executeOperation(CosmosOperation.readMany(shop.orders, keys), soon),
      shop.driver.readFeedRanges(shop.orders, soon),
    );
    expect(attempts).toEqual(Array.from({ length: 4 }, () => [`${name} East US 503`, `${name} West US late`]));
  });

  it('tells of the request for the plan', async () => {
    shop = await regionsAccount();
    await shop.account.control.injectFault({ when: { operationType: 'queryPlan' }, result: { kind: 'timeout' } });
    const query = CosmosOperation.queryItems(shop.orders, 'SELECT * FROM c ORDER BY c.id');
    const attempts = await tried(shop.driver.executeOperation(query, soon), shop.driver.executeOperation(query, soon));
    expect(attempts).toEqual(Array.from({ length: 2 }, () => ['read_query_plan East US late']));
  });

  it('tells of the look-up of the container', async () => {
    shop = await regionsAccount();
    await shop.account.control.injectFault({ when: { operationType: 'readContainer' }, result: { kind: 'timeout' } });
    const driver = await shop.createDriver();
    const attempts = await tried(
      driver.resolveContainer('shop', 'others', soon),
      driver.resolveContainer('shop', 'others', soon),
    );
    expect(attempts).toEqual(Array.from({ length: 2 }, () => ['read_container East US late']));
  });
});

describe('a read of many items that fails', () => {
  it('tells what all of its requests have tried, the one that failed it last', async () => {
    shop = await regionsAccount({ partitionsPerContainer: 2 });
    const customers = Array.from({ length: 20 }, (_, number) => `customer-${number}`);
    await shop.driver.readFeedRanges(shop.orders);
    const when = { operationType: 'queryItems' } as const;
    await shop.account.control.injectFault({ when, result: { kind: 'status', status: 400 }, hitLimit: 1 });
    await shop.account.control.injectFault({ when, result: { kind: 'timeout' } });
    const keys = customers.map((partitionKey) => ({ id: '1', partitionKey }));
    const error = await shop.driver.executeOperation(CosmosOperation.readMany(shop.orders, keys)).catch((e) => e);
    if (!isCosmosError(error)) throw new Error('The read has succeeded.');
    expect(error.code).toBe('bad-request');
    expect(error.diagnostics.requests.map(({ status }) => status)).toEqual([undefined, 400]);
  });
});
