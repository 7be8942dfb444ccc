import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import { type OpenAccount, openAccount } from './fakes/open-account.ts';

describe('container.latestSessionToken', () => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount('in process');
  });
  afterAll(() => open.close());

  it('answers what this client has seen, for another one that is to see it too', async () => {
    const { account, client, orders } = open;
    expect(await orders.latestSessionToken()).toBeUndefined();
    await orders.createItem({ id: 'old', customer: 'ada', total: 1 });
    await account.control.drainReplication();
    await account.control.pauseReplication('West US');
    const { sessionToken } = await orders.createItem({ id: '1', customer: 'ada', total: 1 });
    expect(await orders.latestSessionToken()).toBe(sessionToken);
    expect(await orders.latestSessionToken(orders.feedRangesForPartitionKey('ada')[0])).toBe(sessionToken);

    const { endpoint, key } = account;
    const there = { endpoint, key, transport: account.transport(), preferredRegions: ['West US', 'East US'] };
    const other = await CosmosClient.create(there);
    const same = await other.database('shop').container('orders');
    expect(await same.latestSessionToken()).toBeUndefined();
    expect(await same.findItem('ada', '1')).toBeUndefined();
    const read = await same.readItem('ada', '1', { sessionToken: await orders.latestSessionToken() });
    expect(read.diagnostics.effectiveRegion).toBe('East US');
    await account.control.resumeReplication('West US');
    await other.close();
    expect((await client.database('shop').read()).status.code).toBe(200);
  });

  it('refuses something that is no feed range', async () => {
    await expect(open.orders.latestSessionToken('ada' as never)).rejects.toThrow(TypeError);
  });
});
