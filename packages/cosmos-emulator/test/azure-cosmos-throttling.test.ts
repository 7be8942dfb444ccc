import { CosmosClient } from '@azure/cosmos';
import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';

describe('@azure/cosmos on an account that throttles', () => {
  it('is told 429 and when to come back, once the second is spent, and goes on in the next', async () => {
    let nowMs = 1_000_000;
    const account = createEmulator({ throttling: true, partitionsPerContainer: 1, clock: { nowMs: () => nowMs } });
    const server = await account.listen();
    const connectionPolicy = { retryOptions: { maxRetryAttemptCount: 0 } };
    const client = new CosmosClient({ endpoint: server.endpoint, key: account.key, connectionPolicy });
    const { database } = await client.databases.create({ id: 'shop' });
    const { container } = await database.containers.create(
      { id: 'orders', partitionKey: { paths: ['/customerId'] } },
      { offerThroughput: 400 },
    );

    const upsert = () => container.items.upsert({ id: '1', customerId: 'ada' });
    let spent = 0;
    const spend = async (): Promise<unknown> => {
      for (;;) {
        try {
          spent += (await upsert()).requestCharge;
        } catch (error) {
          return error;
        }
      }
    };
    expect(await spend()).toMatchObject({ code: 429, substatus: 3200, retryAfterInMs: expect.any(Number) });
    expect(spent).toBeGreaterThanOrEqual(400);
    nowMs += 1000;
    expect((await upsert()).statusCode).toBe(200);
    client.dispose();
    await account.close();
  });
});
