import { expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { regionsAccount, regionsAsked } from './fakes/regions-account.ts';

it.each(['a query over all partitions', 'a query of one partition key', 'a read of many items'])(
  'the attempts of %s whose deadline passes are told, the one under way included',
  async (what) => {
    const { account, driver, orders, close } = await regionsAccount();
    const everything = CosmosOperation.queryItems(orders, 'SELECT * FROM c');
    const keys = ['1', '2'].map((id) => ({ id, partitionKey: 'ada' }));
    const operation = what.includes('many')
      ? CosmosOperation.readMany(orders, keys)
      : what.includes('one')
        ? everything.withScope('ada')
        : everything;
    const when = { operationType: 'queryItems' } as const;
    await account.control.injectFault({
      when: { ...when, region: 'East US' },
      result: { kind: 'status', status: 503 },
    });
    await account.control.injectFault({ when: { ...when, region: 'West US' }, result: { kind: 'timeout' } });
    const error = await driver
      .executeOperation(operation, { endToEndTimeoutMs: 500, maxConcurrency: 1 })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'deadline-exceeded', diagnostics: { activityId: expect.stringMatching(/./) } });
    expect(regionsAsked(error as Parameters<typeof regionsAsked>[0]).slice(-2)).toEqual(['East US', 'West US']);
    await close();
  },
);
