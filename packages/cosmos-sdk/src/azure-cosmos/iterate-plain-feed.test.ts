import { describe, expect, it } from '@jest/globals';
import { CosmosOperation, type CosmosResponse, type ExecuteOptions } from '@perdura/cosmos-driver';
import type { Account } from './account.ts';
import { iteratePlainFeed } from './iterate-plain-feed.ts';

describe('iteratePlainFeed', () => {
  it('strings pages together by the continuation of the service', async () => {
    const asked: ExecuteOptions['customHeaders'][] = [];
    const account = {
      async execute(_: unknown, { customHeaders }: ExecuteOptions = {}) {
        asked.push(customHeaders);
        const token = customHeaders?.['x-ms-continuation'];
        const rawHeaders = token === undefined ? { 'x-ms-continuation': 'next' } : {};
        return {
          body: { kind: 'items', items: [token ?? 'first'] },
          headers: {},
          rawHeaders,
        } as unknown as CosmosResponse;
      },
    } as unknown as Account;
    const options = { maxItemCount: 1, initialHeaders: { 'x-a': 'b' } };
    const feed = iteratePlainFeed<string>(account, () => CosmosOperation.queryOffers(), options);
    expect((await feed.fetchAll()).resources).toEqual(['first', 'next']);
    const always = { 'x-a': 'b', 'x-ms-max-item-count': '1' };
    expect(asked).toEqual([always, { ...always, 'x-ms-continuation': 'next' }]);
  });
});
